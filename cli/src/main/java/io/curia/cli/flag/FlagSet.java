package io.curia.cli.flag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The flags of one command, parsed as Go does it: {@code -x v}, {@code -x=v} or {@code --x}, switches alone or with
 * {@code =false}; flags end at the first other argument or at {@code --}.
 */
public final class FlagSet {

    private final List<Flag> flags = new ArrayList<>(16);

    public Flag bool(String name, String about) {
        return add(new Flag(name, Flag.Kind.BOOL, "false", about));
    }

    public Flag boolOn(String name, String about) {
        return add(new Flag(name, Flag.Kind.BOOL, "true", about));
    }

    public Flag text(String name, String initial, String about) {
        return add(new Flag(name, Flag.Kind.TEXT, initial, about));
    }

    public Flag integer(String name, long initial, String about) {
        return add(new Flag(name, Flag.Kind.INT, Long.toString(initial), about));
    }

    public Flag unsigned(String name, String about) {
        return add(new Flag(name, Flag.Kind.UINT, "0", about));
    }

    public Flag duration(String name, String initial, String about) {
        return add(new Flag(name, Flag.Kind.DURATION, initial, about));
    }

    public Flag list(String name, String about) {
        return add(new Flag(name, Flag.Kind.LIST, "", about));
    }

    public Flag map(String name, String about) {
        return add(new Flag(name, Flag.Kind.MAP, "", about));
    }

    /** Sets the flags and returns the arguments after them. */
    public String[] parse(String[] args) throws FlagException {
        int at = 0;
        while (at < args.length) {
            String arg = args[at];
            if (arg.length() < 2 || arg.charAt(0) != '-') {
                break;
            }
            at++;
            if (arg.equals("--")) {
                break;
            }
            String name = arg.substring(arg.charAt(1) == '-' ? 2 : 1);
            if (name.isEmpty() || name.charAt(0) == '-' || name.charAt(0) == '=') {
                throw new FlagException("bad flag syntax: " + arg);
            }
            int equals = name.indexOf('=');
            String value = equals < 0 ? null : name.substring(equals + 1);
            Flag flag = find(equals < 0 ? name : name.substring(0, equals));
            if (value == null && flag.kind() == Flag.Kind.BOOL) {
                value = "true";
            } else if (value == null) {
                if (at == args.length) {
                    throw new FlagException("flag needs an argument: -" + flag.name());
                }
                value = args[at++];
            }
            flag.set(value);
        }
        return Arrays.copyOfRange(args, at, args.length);
    }

    /** Every flag with its dash. */
    public String[] names() {
        String[] names = new String[flags.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = "-" + flags.get(i).name();
        }
        Arrays.sort(names);
        return names;
    }

    /** A paragraph for each flag. */
    public String describe() {
        List<Flag> sorted = new ArrayList<>(flags);
        sorted.sort((a, b) -> a.name().compareTo(b.name()));
        StringBuilder text = new StringBuilder();
        for (Flag flag : sorted) {
            text.append("\n  -").append(flag.name());
            if (flag.kind() != Flag.Kind.BOOL) {
                text.append("=<").append(placeholder(flag.kind())).append('>');
            }
            text.append("\n      ").append(flag.about()).append('\n');
        }
        return text.toString();
    }

    private static String placeholder(Flag.Kind kind) {
        return switch (kind) {
            case INT, UINT -> "number";
            case DURATION -> "duration";
            case MAP -> "key=value";
            default -> "value";
        };
    }

    private Flag add(Flag flag) {
        flags.add(flag);
        return flag;
    }

    private Flag find(String name) throws FlagException {
        for (int i = 0; i < flags.size(); i++) {
            if (flags.get(i).name().equals(name)) {
                return flags.get(i);
            }
        }
        throw new FlagException("flag provided but not defined: -" + name);
    }
}
