package io.curia.cli;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The command line as it was typed. The JVM decodes arguments by the locale, and in the locale C, which services and
 * containers have, it replaces everything that is not ASCII; the system still knows the bytes.
 */
public final class Arguments {

    private static final String SYSTEM_COPY = "/proc/self/cmdline";

    private Arguments() {
    }

    /** The same arguments read as UTF-8, or just the same where the system does not tell. */
    public static String[] asUtf8(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (!isAscii(args[i])) {
                return restored(args, SYSTEM_COPY);
            }
        }
        return args;
    }

    static String[] restored(String[] args, String copy) {
        String[] all;
        try (InputStream in = new BufferedInputStream(new FileInputStream(copy))) {
            all = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\0", -1);
        } catch (IOException e) {
            // other systems have no such file: then the locale decides
            return args;
        }
        int first = all.length - 1 - args.length;
        if (first < 0) {
            return args;
        }
        String[] exact = new String[args.length];
        System.arraycopy(all, first, exact, 0, args.length);
        for (int i = 0; i < args.length; i++) {
            if (isAscii(args[i]) && !args[i].equals(exact[i])) {
                return args;
            }
        }
        return exact;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }
}
