package io.curia.raft;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts right what a crash leaves of a leader's snapshot that was just being installed. Ratis collects the pieces below {@code tmp}, moves the
 * folder of the old snapshots aside, to {@code sm.tmp...}, and the new one into its place: between the two moves there is
 * none, though the log may have been cut long before. The old one is as good then, as the leader sends the new one again.
 */
final class InterruptedInstall {
    private static final Logger LOG = LoggerFactory.getLogger(InterruptedInstall.class);
    private static final String SNAPSHOTS = "sm";

    private InterruptedInstall() { }

    /** @param group the folder of a log that is not open; it need not be there */
    static void repair(Path group) throws IOException {
        if (!Files.isDirectory(group)) {
            return;
        }
        Path snapshots = group.resolve(SNAPSHOTS);
        List<Path> aside = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(group, SNAPSHOTS + ".tmp*")) {
            found.forEach(aside::add);
        }
        aside.sort(Comparator.naturalOrder());
        if (!aside.isEmpty() && !Files.exists(snapshots)) {
            Path newest = aside.remove(aside.size() - 1);
            Files.move(newest, snapshots);
            LOG.warn("the snapshots in {} were taken back from a replacement that was not finished", snapshots);
        }
        for (Path left : aside) {
            delete(left);
        }
        delete(group.resolve("tmp"));
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
