package io.curia.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.op.CuriaException;
import io.curia.core.agent.persist.TokenFile;
import io.curia.core.codec.GoJson;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTokensTest {
    @TempDir
    Path dir;

    private AgentTokens tokens(boolean kept) {
        AgentTokens tokens = new AgentTokens(new AntiEntropy.Tokens("", "configured"));
        tokens.keepIn(kept ? new TokenFile(dir, new GoJson()) : null);
        return tokens;
    }

    @Test
    void tokensThatWereSetOutliveTheProcessWhereTheyAreKept() {
        tokens(true).set("agent", "a1");
        tokens(true).set("acl_token", "d1");
        assertThat(tokens(true).present()).isEqualTo(new AntiEntropy.Tokens("a1", "d1"));
        assertThat(tokens(false).present()).isEqualTo(new AntiEntropy.Tokens("configured", "configured"));
    }

    @Test
    void theAgentActsAsTheDefaultTokenOfTheMomentUnlessItHasItsOwn() {
        AgentTokens tokens = tokens(false);
        tokens.set("default", "d2");
        assertThat(tokens.present()).isEqualTo(new AntiEntropy.Tokens("d2", "d2"));
        tokens.configure(new AntiEntropy.Tokens("own", "configured"));
        assertThat(tokens.present()).isEqualTo(new AntiEntropy.Tokens("own", "d2"));
    }

    @Test
    void whatCannotBeKeptIsNotSet() throws Exception {
        Path file = Files.writeString(dir.resolve("no-folder"), "");
        AgentTokens tokens = new AgentTokens(new AntiEntropy.Tokens("", ""));
        tokens.keepIn(new TokenFile(file, new GoJson()));
        assertThatThrownBy(() -> tokens.set("default", "x")).isInstanceOf(CuriaException.class)
                .hasMessageStartingWith("failed to persist tokens: ");
        assertThat(tokens.present().standard()).isEmpty();
    }

    @Test
    void aFileThatIsBrokenHoldsUpNothing() throws Exception {
        Files.writeString(dir.resolve("acl-tokens.json"), "{");
        assertThat(tokens(true).present().standard()).isEqualTo("configured");
    }
}
