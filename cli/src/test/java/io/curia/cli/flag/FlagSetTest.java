package io.curia.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FlagSetTest {

    private final FlagSet flags = new FlagSet();
    private final Flag on = flags.bool("on", "A switch.");
    private final Flag name = flags.text("name", "default", "A text.");
    private final Flag number = flags.integer("n", 1, "A number.");
    private final Flag index = flags.unsigned("index", "A big number.");
    private final Flag time = flags.duration("time", "1s", "A duration.");
    private final Flag tags = flags.list("tag", "A list.");
    private final Flag meta = flags.map("meta", "A map.");

    @Test
    void knowsAllWaysToWriteAFlag() throws FlagException {
        String[] rest = flags.parse(new String[] {"-on", "--name", "x=y", "-n=0x10", "-tag", "a", "--tag=b", "-meta=k=v=w", "rest", "-on=false"});
        assertThat(on.on()).isTrue();
        assertThat(name.text()).isEqualTo("x=y");
        assertThat(number.number()).isEqualTo(16);
        assertThat(tags.list()).containsExactly("a", "b");
        assertThat(meta.map()).containsEntry("k", "v=w");
        assertThat(rest).containsExactly("rest", "-on=false");
    }

    @Test
    void keepsDefaultsAndStopsAtTwoDashes() throws FlagException {
        assertThat(flags.parse(new String[] {"--", "-on"})).containsExactly("-on");
        assertThat(flags.parse(new String[] {"-", "-on"})).containsExactly("-", "-on");
        assertThat(on.on()).isFalse();
        assertThat(name.text()).isEqualTo("default");
        assertThat(name.given()).isFalse();
        assertThat(time.nanos()).isEqualTo(1_000_000_000L);
    }

    @Test
    void readsUnsignedNumbersOfSixtyFourBits() throws FlagException {
        flags.parse(new String[] {"-index=18446744073709551615"});
        assertThat(index.unsigned()).isEqualTo("18446744073709551615");
        refuse("invalid value \"18446744073709551616\" for flag -index: value out of range", "-index=18446744073709551616");
        refuse("invalid value \"-1\" for flag -index: parse error", "-index=-1");
    }

    @Test
    void saysWhatIsWrong() {
        refuse("flag provided but not defined: -zz", "-zz");
        refuse("flag needs an argument: -name", "-name");
        refuse("bad flag syntax: ---on", "---on");
        refuse("bad flag syntax: -=x", "-=x");
        refuse("invalid boolean value \"maybe\" for -on: parse error", "-on=maybe");
        refuse("invalid value \"abc\" for flag -n: parse error", "-n", "abc");
        refuse("invalid value \"5\" for flag -time: parse error", "-time=5");
        refuse("invalid value \"k\" for flag -meta: missing \"=\" value in argument: k", "-meta=k");
    }

    private void refuse(String message, String... args) {
        assertThatThrownBy(() -> flags.parse(args)).isInstanceOf(FlagException.class).hasMessage(message);
    }
}
