package io.curia.core.store;

import java.util.Arrays;

/**
 * A persistent (immutable, structure-sharing) radix tree from byte strings to values, in byte order.
 *
 * <p>Every change copies the nodes on the path to it, and no others. Instances may be read by any thread.
 */
public final class RadixTree<V> {
    private static final byte[] NO_BYTES = {};
    private static final Node[] NO_CHILDREN = {};
    private static final RadixTree<?> EMPTY = new RadixTree<>(new Node(NO_BYTES, null, NO_CHILDREN), 0);

    private static final class Node {
        final byte[] label;
        final Object value;
        final Node[] children;

        Node(byte[] label, Object value, Node[] children) {
            this.label = label;
            this.value = value;
            this.children = children;
        }

        /** The position of the child whose label begins with {@code first}, or -(where it belongs)-1. */
        int find(byte first) {
            int low = 0;
            int high = children.length - 1;
            int wanted = first & 0xff;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int found = children[middle].label[0] & 0xff;
                if (found == wanted) {
                    return middle;
                }
                if (found < wanted) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -low - 1;
        }

        Node withValue(Object other) {
            return new Node(label, other, children);
        }

        Node withChild(int position, Node child) {
            Node[] copy = children.clone();
            copy[position] = child;
            return new Node(label, value, copy);
        }

        Node withNewChild(int position, Node child) {
            Node[] copy = new Node[children.length + 1];
            System.arraycopy(children, 0, copy, 0, position);
            copy[position] = child;
            System.arraycopy(children, position, copy, position + 1, children.length - position);
            return new Node(label, value, copy);
        }

        /** Without a child; joined with the last one left when there is nothing else to it. */
        Node withoutChild(int position, boolean root) {
            Node[] copy = new Node[children.length - 1];
            System.arraycopy(children, 0, copy, 0, position);
            System.arraycopy(children, position + 1, copy, position, copy.length - position);
            return new Node(label, value, copy.length == 0 ? NO_CHILDREN : copy).joined(root);
        }

        Node joined(boolean root) {
            return !root && value == null && children.length == 1
                    ? new Node(concat(label, children[0].label), children[0].value, children[0].children) : this;
        }
    }

    /** Receives entries; says whether it wants more. */
    @FunctionalInterface
    public interface Visitor<V> {
        /** @return false to stop */
        boolean visit(V value);
    }

    private final Node root;
    private final int size;

    private RadixTree(Node root, int size) {
        this.root = root;
        this.size = size;
    }

    /** A tree without entries. */
    @SuppressWarnings("unchecked")
    public static <V> RadixTree<V> empty() {
        return (RadixTree<V>) EMPTY;
    }

    /** The number of entries. */
    public int size() {
        return size;
    }

    /** The value of a key, or null. */
    @SuppressWarnings("unchecked")
    public V get(byte[] key) {
        Node node = root;
        int at = 0;
        while (true) {
            if (at == key.length) {
                return (V) node.value;
            }
            int position = node.find(key[at]);
            if (position < 0) {
                return null;
            }
            node = node.children[position];
            int length = node.label.length;
            if (key.length - at < length || !Arrays.equals(key, at, at + length, node.label, 0, length)) {
                return null;
            }
            at += length;
        }
    }

    /** A tree in which the key has the value. */
    public RadixTree<V> put(byte[] key, V value) {
        boolean known = get(key) != null;
        return new RadixTree<>(put(root, key, 0, value), known ? size : size + 1);
    }

    private static Node put(Node node, byte[] key, int at, Object value) {
        if (at == key.length) {
            return node.withValue(value);
        }
        int position = node.find(key[at]);
        if (position < 0) {
            return node.withNewChild(-position - 1,
                    new Node(Arrays.copyOfRange(key, at, key.length), value, NO_CHILDREN));
        }
        Node child = node.children[position];
        int common = common(child.label, key, at);
        if (common == child.label.length) {
            return node.withChild(position, put(child, key, at + common, value));
        }
        Node lower = new Node(Arrays.copyOfRange(child.label, common, child.label.length), child.value, child.children);
        Node upper = new Node(Arrays.copyOf(child.label, common), null, new Node[] {lower});
        return node.withChild(position, put(upper, key, at + common, value));
    }

    /** A tree without the key; this one when there is none. */
    public RadixTree<V> remove(byte[] key) {
        return get(key) == null ? this : new RadixTree<>(remove(root, key, 0, true), size - 1);
    }

    private static Node remove(Node node, byte[] key, int at, boolean isRoot) {
        if (at == key.length) {
            return node.withValue(null).joined(isRoot);
        }
        int position = node.find(key[at]);
        Node child = node.children[position];
        Node left = remove(child, key, at + child.label.length, false);
        return left.value == null && left.children.length == 0
                ? node.withoutChild(position, isRoot) : node.withChild(position, left);
    }

    /** Shows the values of all keys with a prefix, in byte order of the keys, until the visitor has enough. */
    public void forEach(byte[] prefix, Visitor<? super V> visitor) {
        Node node = root;
        int at = 0;
        while (at < prefix.length) {
            int position = node.find(prefix[at]);
            if (position < 0) {
                return;
            }
            node = node.children[position];
            int common = common(node.label, prefix, at);
            at += common;
            if (common < node.label.length && at < prefix.length) {
                return;
            }
        }
        walk(node, visitor);
    }

    /** Shows all values in byte order of the keys, until the visitor has enough. */
    public void forEach(Visitor<? super V> visitor) {
        walk(root, visitor);
    }

    @SuppressWarnings("unchecked")
    private static <V> boolean walk(Node node, Visitor<? super V> visitor) {
        if (node.value != null && !visitor.visit((V) node.value)) {
            return false;
        }
        for (Node child : node.children) {
            if (!walk(child, visitor)) {
                return false;
            }
        }
        return true;
    }

    /** Whether any key has the prefix. */
    public boolean anyWith(byte[] prefix) {
        boolean[] found = {false};
        forEach(prefix, value -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    private static int common(byte[] label, byte[] key, int at) {
        int length = Math.min(label.length, key.length - at);
        int difference = Arrays.mismatch(label, 0, length, key, at, at + length);
        return difference < 0 ? length : difference;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
