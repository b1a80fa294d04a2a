package io.curia.core.agent;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.Codec;
import io.curia.api.agent.DefinitionParser;
import io.curia.api.agent.ServiceDefinition;
import io.curia.core.agent.parse.JsonDefinitionParser;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Publishes the parser of definitions. */
@Component
public final class DefinitionParserComponent implements DefinitionParser {
    private final DefinitionParser parser;

    @Activate
    public DefinitionParserComponent(@Reference Codec codec, @Reference CheckTypesComponent types) {
        parser = new JsonDefinitionParser(codec, types.types()::claimedFields);
    }

    @Override
    public ServiceDefinition service(byte[] json) {
        return parser.service(json);
    }

    @Override
    public CheckDefinition check(byte[] json) {
        return parser.check(json);
    }
}
