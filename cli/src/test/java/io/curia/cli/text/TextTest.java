package io.curia.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void padsAllColumnsButTheLast() {
        assertThat(new Columns().row("A", "Bee", "C").row("long", "", "x").row("\u00e9", "b", "")).hasToString(
            "A     Bee  C\nlong       x\n\u00e9     b    ");
    }

    @Test
    void laysOutTabsByRunsOfLines() {
        assertThat(Tabs.layout("a\tb\nlonger\tc\nplain\nx\ty", 2)).isEqualTo("a       b\nlonger  c\nplain\nx  y");
    }

    @Test
    void keepsWhatCameBeforeABase64Error() {
        assertThat(GoBase64.decode("aGVsbG8=").bytes()).asString().isEqualTo("hello");
        GoBase64 broken = GoBase64.decode("aGVs!G8=");
        assertThat(broken.error()).isEqualTo("illegal base64 data at input byte 4");
        assertThat(broken.bytes()).asString().isEqualTo("hel");
        assertThat(GoBase64.decode("aGVsbG8").error()).isEqualTo("illegal base64 data at input byte 4");
        assertThat(GoBase64.decode("aGVsbG8=x").error()).isEqualTo("illegal base64 data at input byte 8");
    }

    @Property(tries = 200)
    void readsAllBase64(@ForAll byte[] data) {
        GoBase64 decoded = GoBase64.decode(Base64.getEncoder().encodeToString(data));
        assertThat(decoded.error()).isNull();
        assertThat(decoded.bytes()).isEqualTo(data);
    }

    @Test
    void saysWhatIsWrongWithAnExpression() {
        assertThat(GoRegex.compile("a.*").matcher("xab").find()).isTrue();
        assertThatThrownBy(() -> GoRegex.compile("x[a")).hasMessage("error parsing regexp: missing closing ]: `[a`");
        assertThatThrownBy(() -> GoRegex.compile("(a")).hasMessage("error parsing regexp: missing closing ): `(a`");
        assertThatThrownBy(() -> GoRegex.compile("*")).hasMessage("error parsing regexp: missing argument to repetition operator: `*`");
    }

    @Test
    void readsTheArchivesItWrote() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out, 1_700_000_000L);
        writer.file("a/one", new byte[1000]);
        writer.file("two", "text".getBytes());
        writer.end();
        TarReader reader = new TarReader(new ByteArrayInputStream(out.toByteArray()));
        assertThat(reader.next()).isEqualTo("a/one");
        assertThat(reader.next()).isEqualTo("two");
        assertThat(reader.content().readAllBytes()).asString().isEqualTo("text");
        assertThat(reader.next()).isNull();
    }
}
