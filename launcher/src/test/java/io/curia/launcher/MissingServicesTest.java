package io.curia.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.platform.BundleInventory;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingServicesTest {
    @Test
    void theCauseIsToldRatherThanWhatFollowsFromIt() {
        assertThat(MissingServices.fatal(() -> List.of(
            bundle("io.curia.http", "Unable to get service for reference agent"),
            bundle("io.curia.core", "Failed to register service 'x'")))).isEqualTo("Failed to register service 'x'");
    }

    @Test
    void aConsequenceAloneIsToldToo() {
        assertThat(MissingServices.fatal(() -> List.of(bundle("io.curia.http", "Unable to get service for reference a"))))
            .isEqualTo("Unable to get service for reference a");
    }

    @Test
    void aCheckTypeOrAnOperatorsBundleIsNoReasonToEnd() {
        assertThat(MissingServices.fatal(() -> List.of(bundle("io.curia.checks.x", "a"), bundle("org.example", "b"))))
            .isNull();
    }

    private static BundleInventory.BundleInfo bundle(String name, String failure) {
        return new BundleInventory.BundleInfo(1, name, "1", "active",
            List.of(new BundleInventory.ComponentInfo("c", "failed", List.of(), failure)), "");
    }
}
