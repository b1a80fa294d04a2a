package io.curia.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UiFilesTest {
    private final UiFiles files = new UiFiles();

    @Test
    void shouldGiveThePageAndEverythingThatItNames() {
        String page = new String(files.file("index.html"), StandardCharsets.UTF_8);
        Matcher named = Pattern.compile("(?:src|href)=\"([^\"#]+)\"").matcher(page);
        int count = 0;
        while (named.find()) {
            assertThat(files.file(named.group(1))).as(named.group(1)).isNotEmpty();
            count++;
        }
        assertThat(count).isEqualTo(2);
        assertThat(files.contentType("app.js")).startsWith("text/javascript");
    }

    @Test
    void shouldGiveNothingElse() {
        assertThat(files.file("../UiFiles.class")).isNull();
        assertThat(files.file("")).isNull();
    }
}
