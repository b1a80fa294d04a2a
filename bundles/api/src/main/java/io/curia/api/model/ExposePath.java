package io.curia.api.model;

/** A path a proxy exposes without authorization. */
public record ExposePath(
        @Wire(omitEmpty = true) int listenerPort,
        @Wire(omitEmpty = true) String path,
        @Wire(omitEmpty = true) int localPathPort,
        @Wire(omitEmpty = true) String protocol,
        @Wire(omitEmpty = true) boolean parsedFromCheck) { }
