package io.curia.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "a.c ~ xabcx ~ true", "^b ~ abc ~ false", "(?i)ABC ~ abc ~ true", "[[:alpha:]]+[0-9]{2} ~ ab12 ~ true",
        "[[:^digit:]] ~ 12 ~ false", "(?P<name>x)y ~ xy ~ true", "[a&&b] ~ & ~ true", "[[a] ~ [ ~ true",
        "a{,2} ~ a{,2} ~ true", "x{ ~ x{ ~ true", "\\Qa.b\\E$ ~ axb ~ false", "\\Qa.b\\E$ ~ a.b ~ true", "\\bfoo\\b ~ a foo b ~ true"})
    void shouldReadGosDialect(String pattern, String text, boolean found) {
        assertThat(Regex.compile(pattern).find(text)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "( ~ error parsing regexp: missing closing ): `(`",
        "[ ~ error parsing regexp: missing closing ]: `[`",
        "a[b ~ error parsing regexp: missing closing ]: `[b`",
        "(?=x) ~ error parsing regexp: invalid or unsupported Perl syntax: `(?=`",
        "(a)\\1 ~ error parsing regexp: invalid escape sequence: `\\1`",
        "a++ ~ error parsing regexp: invalid nested repetition operator: `++`",
        "* ~ error parsing regexp: missing argument to repetition operator: `*`"})
    void shouldRefuseWithGosText(String pattern, String message) {
        assertThatThrownBy(() -> Regex.compile(pattern)).isInstanceOf(FilterException.class).hasMessage(message);
    }

    @Test
    void shouldGiveUpOnCatastrophicPatterns() {
        assertThatThrownBy(() -> Regex.compile("(a+)+b").find("a".repeat(5000))).isInstanceOf(FilterException.class)
                .hasMessageContaining("too many steps");
    }

    @Test
    void shouldMatchTheEndOfTheTextOnly() {
        assertThat(Regex.compile("a$").find("a\n")).isFalse();
        assertThat(Regex.compile("(?m)a$").find("a\n")).isTrue();
    }

    @Test
    void shouldTakeAnUnclosedClassNameAsCharacters() {
        assertThat(Regex.compile("[[:]").find(":")).isTrue();
        assertThat(Regex.compile("[[:]").find("x")).isFalse();
    }

    @Property(tries = 3000)
    void anyPatternCompilesOrIsRefused(@ForAll @CharRange(from = ' ', to = '~') String pattern) {
        try {
            Regex.compile(pattern).find(pattern);
        } catch (FilterException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
