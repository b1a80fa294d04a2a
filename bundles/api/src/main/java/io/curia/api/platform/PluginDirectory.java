package io.curia.api.platform;

import java.util.List;

/** The bundles that an operator drops into the distribution's {@code bundles/} and {@code plugins/}. */
public interface PluginDirectory {
    /**
     * Brings the running bundles in line with the directories: changed jars are updated in place, new ones started,
     * removed ones stopped. A jar that does not resolve leaves everything as it was.
     *
     * @return what was done, a line each
     * @throws io.curia.api.op.CuriaException FAILED, saying which jar could not be used and why
     */
    List<String> rescan();
}
