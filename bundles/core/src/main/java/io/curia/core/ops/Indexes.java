package io.curia.core.ops;

import io.curia.core.dispatch.View;
import io.curia.core.store.Keys;
import io.curia.core.store.State;
import io.curia.core.store.Table;
import io.curia.core.store.Topics;

/** Which index a read of a service answers with (reference: semantics, section 1.3). */
final class Indexes {
    private Indexes() { }

    /** The service's own index; without instances, when a service last vanished, else that of all tables. */
    static void service(View view, String service) {
        State state = view.state();
        view.watch(Topics.service(Keys.folded(service)));
        Long own = state.serviceIndexes.get(Keys.name(service));
        if (own != null) {
            view.index(own);
        } else if (state.lastExtinction > 0) {
            view.index(state.lastExtinction);
        } else {
            view.index(state.tableIndex(Table.NODES, Table.SERVICES));
        }
    }

    /** The newest of the services that stand for this one. */
    static void connect(View view, String service) {
        State state = view.state();
        view.watch(Topics.connect(Keys.folded(service)));
        boolean[] any = {false};
        state.connectByName.forEach(Keys.below(service), row -> {
            any[0] = true;
            service(view, row.service().service());
            return true;
        });
        if (!any[0]) {
            view.index(state.lastExtinction > 0 ? state.lastExtinction
                    : state.tableIndex(Table.NODES, Table.SERVICES));
        }
    }

    /** As the catalog tells it: the index of the service of this name, whoever stands for it. */
    static void connectInCatalog(View view, String service) {
        view.watch(Topics.connect(Keys.folded(service)));
        if (view.state().connectByName.anyWith(Keys.below(service))
                && view.state().serviceIndexes.get(Keys.name(service)) == null) {
            view.index(view.state().tableIndex(Table.NODES, Table.SERVICES));
        } else {
            service(view, service);
        }
    }

    static void table(View view, Table table) {
        view.watch(Topics.table(table));
        view.index(view.state().tableIndex(table));
    }
}
