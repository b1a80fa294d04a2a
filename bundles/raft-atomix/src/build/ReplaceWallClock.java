import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Run by the build on Atomix' unpacked classes: a call of {@code System.currentTimeMillis()} becomes one of another class's method
 * of that name. In the pool of constants of a class file such a method is an entry that refers to its class by number; two
 * entries for the other class are added at the end of the pool, and the method refers to them. Nothing else changes, and a
 * class that was done is left alone.
 */
final class ReplaceWallClock {
    private static final String METHOD = "currentTimeMillis";
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int METHOD_REF = 10;
    private static final int STRING = 8;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;
    private static final int POOL = 8;

    private final byte[] file;
    private final int count;
    private final int[] places;
    private int end = POOL + 2;

    private ReplaceWallClock(byte[] file) throws IOException {
        this.file = file;
        this.count = number(POOL);
        this.places = new int[count];
        for (int i = 1; i < count; i++) {
            places[i] = end;
            int tag = file[end];
            end += length(tag);
            if (tag == LONG || tag == DOUBLE) {
                i++;
            }
        }
    }

    /** @param arguments a folder of classes, and the name of the class that has the method */
    public static void main(String[] arguments) throws IOException {
        List<Path> classes;
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
            classes = files.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path each : classes) {
            byte[] file = Files.readAllBytes(each);
            byte[] changed = new ReplaceWallClock(file).by(arguments[1].replace('.', '/'));
            if (changed != file) {
                Files.write(each, changed);
            }
        }
    }

    private int length(int tag) {
        return switch (tag) {
            case UTF8 -> 3 + number(end + 1);
            case LONG, DOUBLE -> 9;
            case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> 3;
            case METHOD_HANDLE -> 4;
            default -> 5;
        };
    }

    private int number(int place) {
        return (file[place] & 0xFF) << 8 | file[place + 1] & 0xFF;
    }

    private boolean isText(int entry, String text) throws IOException {
        return new DataInputStream(new ByteArrayInputStream(file, places[entry] + 1, end - places[entry])).readUTF().equals(text);
    }

    private byte[] by(String name) throws IOException {
        for (int i = 1; i < count; i++) {
            int place = places[i];
            if (place > 0 && file[place] == METHOD_REF && isText(number(places[number(place + 1)] + 1), "java/lang/System")
                    && isText(number(places[number(place + 3)] + 1), METHOD)) {
                return changed(place + 1, name);
            }
        }
        return file;
    }

    private byte[] changed(int reference, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(file, 0, POOL);
        out.writeShort(count + 2);
        out.write(file, POOL + 2, reference - POOL - 2);
        out.writeShort(count + 1);
        out.write(file, reference + 2, end - reference - 2);
        out.writeByte(UTF8);
        out.writeUTF(name);
        out.writeByte(CLASS);
        out.writeShort(count);
        out.write(file, end, file.length - end);
        return bytes.toByteArray();
    }
}
