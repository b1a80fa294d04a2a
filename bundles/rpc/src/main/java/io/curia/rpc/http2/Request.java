package io.curia.rpc.http2;

/**
 * What a request says in its fields, as far as anybody here asks.
 *
 * @param contentType "" for none
 */
public record Request(String method, String path, String contentType) { }
