package io.curia.core;

import io.curia.api.agent.Codec;
import io.curia.api.agent.Filters;
import io.curia.core.codec.GoJson;
import io.curia.core.filter.CachingFilters;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** JSON and filter expressions as services. */
@Component(name = "io.curia.core.codec", service = {Codec.class, Filters.class})
public final class CodecComponent implements Codec, Filters {
    private final GoJson json = new GoJson();
    private final CachingFilters filters = new CachingFilters();

    @Activate
    public CodecComponent() { }

    @Override
    public byte[] json(Object value, boolean pretty) {
        return json.json(value, pretty);
    }

    @Override
    public void json(Object value, boolean pretty, OutputStream out) throws IOException {
        json.json(value, pretty, out);
    }

    @Override
    public <T> T parse(byte[] bytes, Type type, boolean strict) {
        return json.parse(bytes, type, strict);
    }

    @Override
    public <T> Predicate<T> compile(String expression, Class<T> element) {
        return filters.compile(expression, element);
    }
}
