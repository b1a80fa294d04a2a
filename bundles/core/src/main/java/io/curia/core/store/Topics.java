package io.curia.core.store;

/** What readers wait for and writers touch: short texts, a letter and a name. */
public final class Topics {
    private Topics() { }

    /** One key. */
    public static String key(String key) {
        return "K" + key;
    }

    /** All keys with a prefix. */
    public static String prefix(String prefix) {
        return "P" + prefix;
    }

    /** The instances of a service, their nodes and checks. */
    public static String service(String folded) {
        return "S" + folded;
    }

    /** Proxies and native instances that stand for a service. */
    public static String connect(String folded) {
        return "C" + folded;
    }

    /** A node, its services and checks. */
    public static String node(String folded) {
        return "N" + folded;
    }

    /** Anything in a table. */
    public static String table(Table table) {
        return "T" + table.text();
    }

    /** One session. */
    public static String session(String id) {
        return "I" + id;
    }

    /** One configuration entry. */
    public static String configEntry(String kind, String name) {
        return "E" + kind + '/' + Keys.folded(name);
    }

    /** Whether writers of keys have to look for readers of prefixes. */
    static boolean isPrefix(String topic) {
        return topic.charAt(0) == 'P';
    }
}
