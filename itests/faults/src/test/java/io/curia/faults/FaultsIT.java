package io.curia.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run on the built program; the profile "faults" makes it a long one. */
class FaultsIT {
    @Test
    void nothingIsFound() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-home=" + System.getProperty("curia.home"),
                "-seconds=" + System.getProperty("curia.faults.seconds")));
        Process run = new ProcessBuilder(Sandbox.java(FaultRun.class, arguments)).redirectErrorStream(true).start();
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = run.inputReader()) {
            lines.lines().forEach(line -> {
                System.out.println(line);
                output.append(line).append('\n');
            });
        } finally {
            run.destroy();
        }
        assertThat(run.waitFor()).as(output.toString()).isZero();
    }
}
