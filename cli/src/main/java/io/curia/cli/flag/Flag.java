package io.curia.cli.flag;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One flag of a command and the value it was given. */
public final class Flag {

    /** How a value is written. */
    public enum Kind { BOOL, TEXT, INT, UINT, DURATION, LIST, MAP }

    private static final BigInteger MAX_UINT = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final String name;
    private final Kind kind;
    private final String about;
    private final List<String> values = new ArrayList<>(1);
    private String value;
    private boolean given;

    Flag(String name, Kind kind, String initial, String about) {
        this.name = name;
        this.kind = kind;
        this.value = initial;
        this.about = about;
    }

    public String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    String about() {
        return about;
    }

    /** Whether the command line set it. */
    public boolean given() {
        return given;
    }

    public boolean on() {
        return value.equals("true");
    }

    public String text() {
        return value;
    }

    public long number() {
        return Long.parseLong(value);
    }

    /** An unsigned 64-bit number in decimal. */
    public String unsigned() {
        return value;
    }

    public long nanos() {
        return GoDuration.parse(value);
    }

    public List<String> list() {
        return values;
    }

    /** The {@code key=value} pairs in the order given. */
    public Map<String, String> map() {
        Map<String, String> map = new LinkedHashMap<>();
        for (String pair : values) {
            int at = pair.indexOf('=');
            map.put(pair.substring(0, at), pair.substring(at + 1));
        }
        return map;
    }

    void set(String text) throws FlagException {
        switch (kind) {
            case BOOL -> value = bool(text);
            case INT -> value = integer(text, false);
            case UINT -> value = integer(text, true);
            case DURATION -> value = duration(text);
            case MAP -> {
                if (text.indexOf('=') < 0) {
                    throw invalid(text, "missing \"=\" value in argument: " + text);
                }
                values.add(text);
            }
            case LIST -> values.add(text);
            default -> value = text;
        }
        given = true;
    }

    private String bool(String text) throws FlagException {
        switch (text) {
            case "1", "t", "T", "true", "TRUE", "True":
                return "true";
            case "0", "f", "F", "false", "FALSE", "False":
                return "false";
            default:
                throw new FlagException("invalid boolean value \"" + text + "\" for -" + name + ": parse error");
        }
    }

    private String integer(String text, boolean unsigned) throws FlagException {
        try {
            BigInteger number = GoNumber.parse(text);
            if (unsigned ? number.signum() < 0 : number.bitLength() > 63) {
                throw invalid(text, unsigned ? "parse error" : "value out of range");
            }
            if (number.compareTo(MAX_UINT) > 0) {
                throw invalid(text, "value out of range");
            }
            return number.toString();
        } catch (NumberFormatException e) {
            throw invalid(text, "parse error");
        }
    }

    private String duration(String text) throws FlagException {
        try {
            GoDuration.parse(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw invalid(text, "parse error");
        }
    }

    private FlagException invalid(String text, String why) {
        return new FlagException("invalid value \"" + text + "\" for flag -" + name + ": " + why);
    }
}
