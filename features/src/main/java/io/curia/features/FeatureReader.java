package io.curia.features;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureArtifact;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureExtension;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;

/** The features of this project by name, each with what it includes. */
public final class FeatureReader {
    /** The extension that lists the features a feature is made of. */
    private static final String FEATURES = "curia-features";
    /** The extension that lists jars that are on the class path and no bundles. */
    private static final String CLASS_PATH = "curia-classpath";

    private final FeatureService service = new FeatureServiceImpl();

    /** The bundles of a feature after those of the features it includes, in order, each once. */
    public List<ID> bundles(String name) throws IOException {
        Map<String, ID> bundles = new LinkedHashMap<>();
        for (Feature feature : withIncluded(name)) {
            for (FeatureBundle bundle : feature.getBundles()) {
                bundles.putIfAbsent(bundle.getID().toString(), bundle.getID());
            }
        }
        return List.copyOf(bundles.values());
    }

    /** The jars that a feature and those it includes put on the class path beside bundles. */
    public List<ID> classPath(String name) throws IOException {
        List<ID> jars = new ArrayList<>();
        for (Feature feature : withIncluded(name)) {
            jars.addAll(extension(feature, CLASS_PATH));
        }
        return jars;
    }

    private List<Feature> withIncluded(String name) throws IOException {
        List<Feature> features = new ArrayList<>();
        collect(name, features, new ArrayList<>());
        return features;
    }

    private void collect(String name, List<Feature> features, List<String> path) throws IOException {
        if (path.contains(name)) {
            throw new IOException("feature " + name + " includes itself: " + path);
        }
        path.add(name);
        Feature feature = read(name);
        for (ID included : extension(feature, FEATURES)) {
            collect(included.getClassifier().orElseThrow(), features, path);
        }
        features.add(feature);
        path.remove(name);
    }

    private static List<ID> extension(Feature feature, String name) {
        FeatureExtension extension = feature.getExtensions().get(name);
        return extension == null ? List.of() : extension.getArtifacts().stream().map(FeatureArtifact::getID).toList();
    }

    private Feature read(String name) throws IOException {
        try (InputStream in = FeatureReader.class.getResourceAsStream("/features/" + name + ".json")) {
            if (in == null) {
                throw new IOException("there is no feature " + name);
            }
            Reader json = new InputStreamReader(in, StandardCharsets.UTF_8);
            return service.readFeature(json);
        }
    }
}
