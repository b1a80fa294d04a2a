package io.curia.launcher.connect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/** A jar of the application class path as the content of a bundle. */
final class JarModule implements ConnectModule, ConnectContent {
    private final Path jar;
    private final ClassLoader loader;
    private ZipFile zip;

    JarModule(Path jar, ClassLoader loader) {
        this.jar = jar;
        this.loader = loader;
    }

    @Override
    public ConnectContent getContent() {
        return this;
    }

    @Override
    public Optional<Map<String, String>> getHeaders() {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Map<String, String> headers = new HashMap<>();
            for (Map.Entry<Object, Object> header : file.getManifest().getMainAttributes().entrySet()) {
                headers.put(((Attributes.Name) header.getKey()).toString(), (String) header.getValue());
            }
            return Optional.of(headers);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the manifest of " + jar + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<ClassLoader> getClassLoader() {
        return Optional.of(loader);
    }

    @Override
    public synchronized Iterable<String> getEntries() throws IOException {
        List<String> names = new ArrayList<>();
        Enumeration<? extends ZipEntry> entries = zip().entries();
        while (entries.hasMoreElements()) {
            names.add(entries.nextElement().getName());
        }
        return names;
    }

    @Override
    public synchronized Optional<ConnectEntry> getEntry(String path) {
        try {
            ZipEntry entry = zip().getEntry(path);
            return entry == null ? Optional.empty() : Optional.of(new Entry(entry));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + jar + ": " + e.getMessage(), e);
        }
    }

    /** Nothing to do: the file is opened by the first look-up, which most bundles never see. */
    @Override
    public void open() {
    }

    @Override
    public synchronized void close() throws IOException {
        if (zip != null) {
            zip.close();
            zip = null;
        }
    }

    private ZipFile zip() throws IOException {
        if (zip == null) {
            zip = new ZipFile(jar.toFile());
        }
        return zip;
    }

    private final class Entry implements ConnectEntry {
        private final ZipEntry entry;

        Entry(ZipEntry entry) {
            this.entry = entry;
        }

        @Override
        public String getName() {
            return entry.getName();
        }

        @Override
        public long getContentLength() {
            return entry.getSize();
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            synchronized (JarModule.this) {
                return zip().getInputStream(entry);
            }
        }
    }
}
