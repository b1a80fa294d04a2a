package io.curia.api.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CapturedOutputTest {
    @Test
    void shouldSayHowMuchIsMissing() {
        CapturedOutput output = new CapturedOutput(10);
        byte[] line = "0123456789abcdef\n".getBytes(StandardCharsets.UTF_8);
        output.write(line, 0, line.length);
        assertThat(output.textWithNote()).isEqualTo("Captured 10 of 17 bytes\n...\n789abcdef\n");
        assertThat(output.text()).isEqualTo("789abcdef\n");
    }

    @Property
    void keepsTheTail(@ForAll @Size(max = 20) List<@AlphaChars @StringLength(max = 700) String> parts,
            @ForAll @IntRange(min = 1, max = 2000) int limit) {
        CapturedOutput output = new CapturedOutput(limit);
        for (String part : parts) {
            output.write(part.getBytes(StandardCharsets.UTF_8), 0, part.length());
        }
        String all = String.join("", parts);
        assertThat(output.text()).isEqualTo(all.substring(Math.max(0, all.length() - limit)));
        assertThat(output.total()).isEqualTo(all.length());
    }
}
