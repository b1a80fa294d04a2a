package io.curia.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Text with tabs as column ends, laid out as Go's tabwriter does it: a column is a run of adjacent lines that have a
 * cell there, as wide as its widest cell and the padding; what follows the last tab of a line is not padded.
 */
public final class Tabs {

    private Tabs() {
    }

    /** @param padding spaces added to every cell that a tab ends */
    public static String layout(String text, int padding) {
        List<String[]> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            lines.add(line.split("\t", -1));
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.append('\n');
            }
            String[] cells = lines.get(i);
            for (int c = 0; c < cells.length; c++) {
                out.append(cells[c]);
                if (c < cells.length - 1) {
                    Columns.pad(out, width(lines, i, c) + padding - Columns.width(cells[c]));
                }
            }
        }
        return out.toString();
    }

    private static int width(List<String[]> lines, int line, int column) {
        int widest = 0;
        for (int i = line; i >= 0 && lines.get(i).length - 1 > column; i--) {
            widest = Math.max(widest, Columns.width(lines.get(i)[column]));
        }
        for (int i = line + 1; i < lines.size() && lines.get(i).length - 1 > column; i++) {
            widest = Math.max(widest, Columns.width(lines.get(i)[column]));
        }
        return widest;
    }
}
