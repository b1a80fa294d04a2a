package io.curia.faults;

import io.curia.faults.Linearizability.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All that is checked of a run when it is over. */
final class Judge {
    private static final int CATCH_UP_SECONDS = 30;

    private final History history;
    private final Calm calm;
    private final Path folder;
    private final Consumer<String> findings;

    Judge(History history, Calm calm, Path folder, Consumer<String> findings) {
        this.history = history;
        this.calm = calm;
        this.folder = folder;
        this.findings = findings;
    }

    void judge(Cluster cluster, Http http, Workload workload) throws IOException, InterruptedException {
        String difference = FinalState.difference(cluster.servers(), http, CATCH_UP_SECONDS);
        if (!difference.isEmpty()) {
            findings.accept("servers differ at rest: " + difference);
        }
        Map<String, List<Op>> groups = history.groups();
        for (Map.Entry<String, List<Op>> group : groups.entrySet()) {
            List<Op> ops = group.getValue();
            if (isLock(ops)) {
                List<String> tooEarly = LockCheck.tooEarly(group.getKey(), ops, history.sessions(), calm);
                ops = LockCheck.withEnds(ops, history.sessions());
                for (String finding : tooEarly) {
                    findings.accept(finding + "; all operations in " + write(group.getKey(), ops));
                }
            }
            linearizable(group.getKey(), ops);
        }
        StaleCheck.check(history.staleReads(), groups).forEach(findings);
        for (Follower follower : workload.followers()) {
            BlockingCheck.check(follower.toString(), workload.beacon().lit().get(follower.what()), follower.seen(), calm,
                    history.start()).forEach(findings);
        }
    }

    private static boolean isLock(List<Op> ops) {
        return ops.stream().anyMatch(op -> op.expects().containsKey(LockClient.KEY) || op.sets().containsKey(LockClient.KEY));
    }

    private void linearizable(String group, List<Op> ops) throws IOException {
        Verdict verdict = Linearizability.check(ops);
        if (verdict == Verdict.LINEARIZABLE) {
            return;
        }
        Path all = write(group, ops);
        if (verdict == Verdict.UNDECIDED) {
            findings.accept("group " + group + ": too many possibilities to decide; all operations in " + all);
        } else {
            findings.accept("group " + group + " is not linearizable; all operations in " + all + "; a part that is not:\n    "
                    + "start s     end s\n    " + String.join("\n    ", lines(Linearizability.reduce(ops))));
        }
    }

    private Path write(String group, List<Op> ops) throws IOException {
        return Files.write(folder.resolve("history-" + group + ".txt"), lines(ops));
    }

    private List<String> lines(List<Op> ops) {
        return ops.stream().sorted(Comparator.comparingLong(Op::invoked)).map(op -> op.line(history.start())).toList();
    }
}
