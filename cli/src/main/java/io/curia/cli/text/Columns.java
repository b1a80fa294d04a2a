package io.curia.cli.text;

import java.util.ArrayList;
import java.util.List;

/** A table: columns as wide as their widest cell, two spaces between them, the last one not padded. */
public final class Columns {

    private final List<String[]> rows = new ArrayList<>();

    /** Adds a row; empty cells are allowed. */
    public Columns row(String... cells) {
        rows.add(cells);
        return this;
    }

    /** The rows below each other, without a final newline. */
    @Override
    public String toString() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i);
            if (i > 0) {
                text.append('\n');
            }
            for (int c = 0; c < row.length; c++) {
                text.append(row[c]);
                if (c < row.length - 1) {
                    pad(text, widths[c] - width(row[c]) + 2);
                }
            }
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.isEmpty() ? 0 : rows.get(0).length];
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i);
            for (int c = 0; c < row.length && c < widths.length; c++) {
                widths[c] = Math.max(widths[c], width(row[c]));
            }
        }
        return widths;
    }

    static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    static void pad(StringBuilder text, int count) {
        for (int i = 0; i < count; i++) {
            text.append(' ');
        }
    }
}
