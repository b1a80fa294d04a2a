package io.curia.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.rpc.StatusException;
import io.curia.api.rpc.StatusException.Code;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SubscribeRequestProperties {
    @Property
    void anyBytesAreARequestOrRefused(@ForAll byte[] bytes) {
        try {
            assertThat(SubscribeRequest.read(bytes).key()).isNotEmpty();
        } catch (StatusException e) {
            assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT);
        }
    }

    /** A request that is right but for one byte, so that more than the first field is reached. */
    @Property
    void aRequestWithOneByteChangedIsARequestOrRefused(@ForAll byte changed, @ForAll byte at) {
        byte[] bytes = {8, 1, 0x12, 1, 'w', 0x1a, 1, 't', 0x20, 7, 0x2a, 0, 0x32, 0, 0x52, 3, 0x0a, 1, 'x'};
        bytes[Math.floorMod(at, bytes.length)] = changed;
        anyBytesAreARequestOrRefused(bytes);
    }
}
