package io.curia.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.rpc.net.Budget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of net/rpc over msgpack as Go's codec writes them, and what else has to be understood. */
class CodecTest {
    private static final byte[] EMPTY_MAP = {(byte) 0x80};
    private static final String SEQ = "a3536571";
    private static final String SERVICE_METHOD = "ad536572766963654d6574686f64";
    private static final String ERROR = "a54572726f72";
    private static final String STATUS_PING = "ab5374617475732e50696e67";

    private static String hex(ByteBuffer data) {
        return HexFormat.of().formatHex(data.array(), data.position(), data.limit());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void shouldWriteARequest() {
        assertThat(hex(Header.request("Status.Ping", 1, EMPTY_MAP)))
                .isEqualTo("82" + SEQ + "01" + SERVICE_METHOD + STATUS_PING + "80");
    }

    @Test
    void shouldWriteAResponse() {
        assertThat(hex(Header.response("Status.Ping", 7, "", bytes("c0"))))
                .isEqualTo("83" + ERROR + "a0" + SEQ + "07" + SERVICE_METHOD + STATUS_PING + "c0");
        assertThat(hex(Header.response("Status.Ping", 7, "no", EMPTY_MAP)))
                .isEqualTo("83" + ERROR + "a26e6f" + SEQ + "07" + SERVICE_METHOD + STATUS_PING + "80");
    }

    @Test
    void shouldWriteNumbersAsShortAsPossible() {
        assertThat(sequence(0x7F)).isEqualTo("7f");
        assertThat(sequence(0x80)).isEqualTo("cc80");
        assertThat(sequence(0x100)).isEqualTo("cd0100");
        assertThat(sequence(0x1_0000)).isEqualTo("ce00010000");
        assertThat(sequence(0x1_0000_0000L)).isEqualTo("cf0000000100000000");
        assertThat(sequence(-1)).isEqualTo("cfffffffffffffffff");
    }

    private static String sequence(long number) {
        String request = hex(Header.request("", number, new byte[0]));
        return request.substring(("82" + SEQ).length(), request.length() - (SERVICE_METHOD + "a0").length());
    }

    @Test
    void shouldWriteLongTextsInTheOldSpecification() {
        assertThat(hex(Header.response("", 1, "x".repeat(32), EMPTY_MAP))).contains(ERROR + "da0020" + "78".repeat(32));
        assertThat(hex(Header.response("", 1, "x".repeat(300), EMPTY_MAP))).contains(ERROR + "da012c");
        assertThat(hex(Header.response("", 1, "x".repeat(100_000), EMPTY_MAP))).contains(ERROR + "da8000");
    }

    @Test
    void shouldReadHeadersOfEitherSpecificationInAnyOrder() throws Exception {
        assertThat(Header.parse(bytes("82" + SERVICE_METHOD + STATUS_PING + SEQ + "cd0100")))
                .isEqualTo(new Header("Status.Ping", 256, ""));
        assertThat(Header.parse(bytes("de0003" + "d905" + ERROR.substring(2) + "c4026e6f" + "a378797a" + "9301a102c3" + SEQ + "d305"
                .replace("d305", "d30000000000000005")))).isEqualTo(new Header("", 5, "no"));
        assertThat(Header.parse(bytes("81" + ERROR + "c0"))).isEqualTo(new Header("", 0, ""));
        assertThat(Header.parse(EMPTY_MAP)).isEqualTo(new Header("", 0, ""));
    }

    @Test
    void shouldRefuseWhatIsNoHeader() {
        for (String hex : new String[] {"90", "c0", "01", "81" + SEQ + "a131", "81" + SERVICE_METHOD + "05", "810102"}) {
            assertThatThrownBy(() -> Header.parse(bytes(hex))).as(hex).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void shouldWriteASnapshotError() {
        assertThat(Header.errorReply("no")).isEqualTo(bytes("81" + ERROR + "a26e6f"));
    }

    @Test
    void shouldRefuseWhatIsNoMsgpackTooDeepOrTooLong() {
        assertMalformed("c1", 100);
        assertMalformed("91".repeat(ValueScanner.DEEPEST + 1), 1000);
        assertMalformed("dc00c8", 100);
        assertMalformed("df7fffffff", 100);
        assertMalformed("dbffffffff", 100);
        assertMalformed("a3616263", 3);
    }

    private static void assertMalformed(String hex, long longest) {
        assertThatThrownBy(() -> new ValueScanner(longest).scan(ByteBuffer.wrap(bytes(hex)))).as(hex)
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void shouldKeepToTheBudgetAndGiveItBack() throws Exception {
        Budget budget = new Budget(10_000, null);
        MessageReader reader = new MessageReader(1 << 20, budget);
        assertThat(reader.read(ByteBuffer.wrap(bytes("80da7fff0000")))).isFalse();
        assertThat(budget.left()).isLessThan(10_000);
        assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(20_000))).isInstanceOf(IOException.class);
        reader.clear();
        assertThat(budget.left()).isEqualTo(10_000);
    }
}
