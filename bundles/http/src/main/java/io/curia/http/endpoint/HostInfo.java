package io.curia.http.endpoint;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be said about the machine without looking at its private matters. */
final class HostInfo {
    private static final double PERCENT = 100.0;

    private HostInfo() { }

    static Map<String, Object> collect() {
        List<String> errors = new ArrayList<>();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("Memory", memory());
        info.put("CPU", processors());
        info.put("Host", host(errors));
        info.put("Disk", disk(errors));
        Instant now = Instant.now();
        info.put("CollectionTime", now.getEpochSecond() * 1_000_000_000L + now.getNano());
        info.put("Errors", errors.isEmpty() ? null : errors);
        return info;
    }

    private static Map<String, Object> memory() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long total = system.getTotalMemorySize();
        long free = system.getFreeMemorySize();
        return amounts(total, free, free);
    }

    private static Map<String, Object> amounts(long total, long free, long available) {
        Map<String, Object> amounts = new LinkedHashMap<>();
        amounts.put("total", total);
        amounts.put("available", available);
        amounts.put("used", total - free);
        amounts.put("usedPercent", total == 0 ? 0 : (total - free) * PERCENT / total);
        amounts.put("free", free);
        return amounts;
    }

    private static List<Map<String, Object>> processors() {
        int count = Runtime.getRuntime().availableProcessors();
        List<Map<String, Object>> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(Map.of("cpu", i, "vendorId", "", "family", "", "modelName", System.getProperty("os.arch", ""),
                    "cores", 1, "mhz", 0));
        }
        return all;
    }

    private static Map<String, Object> host(List<String> errors) {
        String name = "";
        try {
            name = InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            errors.add("host name: " + e.getMessage());
        }
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("hostname", name);
        host.put("os", System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT));
        host.put("platform", System.getProperty("os.name", ""));
        host.put("kernelVersion", System.getProperty("os.version", ""));
        host.put("kernelArch", System.getProperty("os.arch", ""));
        return host;
    }

    private static Map<String, Object> disk(List<String> errors) {
        Path root = Path.of("/");
        try {
            FileStore store = Files.getFileStore(root);
            Map<String, Object> disk = new LinkedHashMap<>();
            disk.put("path", root.toString());
            disk.put("fstype", store.type());
            disk.putAll(amounts(store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace()));
            return disk;
        } catch (IOException e) {
            errors.add("disk: " + e.getMessage());
            return Map.of("path", root.toString());
        }
    }
}
