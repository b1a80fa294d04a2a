package io.curia.cli.intention;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.json.Json;
import io.curia.cli.text.Columns;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code consul intention list}. */
public final class IntentionList extends ApiCommand {

    public IntentionList() {
        super(ClientFlags.Scope.NAMESPACED, "intention list [options]", "Lists all intentions.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        during("Failed to retrieve the intentions list");
        List<Object> intentions = api.getList(Intention.ROOT, api.query());
        if (intentions.isEmpty()) {
            api.console().error("There are no intentions.");
            return 0;
        }
        Columns table = new Columns().row("ID", "Source", "Action", "Destination", "Precedence");
        for (Object element : intentions) {
            Map<String, Object> intention = Json.map(element);
            table.row(Json.text(intention, "ID"), Json.text(intention, "SourceName"), Json.text(intention, "Action"),
                Json.text(intention, "DestinationName"), Json.text(intention, "Precedence"));
        }
        api.console().line(table.toString());
        return 0;
    }
}
