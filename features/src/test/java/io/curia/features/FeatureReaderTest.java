package io.curia.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.feature.ID;

class FeatureReaderTest {
    private final FeatureReader features = new FeatureReader();

    @ParameterizedTest
    @ValueSource(strings = {"dev", "server", "server-atomix", "client"})
    void everySetStartsWithThePlatformAndHasEachBundleOnce(String set) throws IOException {
        List<String> names = features.bundles(set).stream().map(ID::getArtifactId).toList();
        assertThat(names).doesNotHaveDuplicates().contains("io.curia.core", "io.curia.http", "io.curia.dns");
        assertThat(names.indexOf("io.curia.platform")).isLessThan(names.indexOf("io.curia.core"))
            .isGreaterThan(names.indexOf("org.apache.felix.scr"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "server", "server-atomix", "client"})
    void versionsAreFilledIn(String set) throws IOException {
        assertThat(features.bundles(set)).allSatisfy(id -> assertThat(id.getVersion()).matches("[0-9].*"));
    }

    @Test
    void jarsThatAreNoBundlesAreOnTheClassPath() throws IOException {
        assertThat(features.classPath("dev")).extracting(ID::getArtifactId)
            .contains("io.curia.launcher", "org.apache.felix.framework");
    }

    @Test
    void aFeatureThatDoesNotExistIsAnError() {
        assertThatThrownBy(() -> features.bundles("nonsense")).isInstanceOf(IOException.class)
            .hasMessage("there is no feature nonsense");
    }
}
