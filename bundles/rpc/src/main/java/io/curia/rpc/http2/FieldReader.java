package io.curia.rpc.http2;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** Unpacks the fields of requests (RFC 7541). A block that comes in pieces is kept until it is complete. */
final class FieldReader {
    private final HpackDecoder decoder;
    private final ByteBuffer block;

    /** @param limit bytes of a block, and of what it unpacks to */
    FieldReader(int limit) {
        // when a request began is of no interest
        decoder = new HpackDecoder(limit, () -> 0L);
        block = ByteBuffer.allocate(limit);
    }

    /** Adds a piece of the present block. */
    void add(ByteBuffer piece) throws Http2Exception {
        if (piece.remaining() > block.remaining()) {
            throw new Http2Exception(Http2.ENHANCE_YOUR_CALM, "more than " + block.capacity() + " bytes of fields");
        }
        block.put(piece);
    }

    /**
     * The block is complete.
     *
     * @return null if it is no request, or a malformed one
     */
    Request read() throws Http2Exception {
        try {
            MetaData decoded = decoder.decode(block.flip());
            if (!(decoded instanceof MetaData.Request request)) {
                return null;
            }
            String type = request.getHttpFields().get(HttpHeader.CONTENT_TYPE);
            String path = request.getHttpURI().getPathQuery();
            return new Request(request.getMethod(), path == null ? "" : path, type == null ? "" : type);
        } catch (HpackException.StreamException e) {
            return null;
        } catch (HpackException.SessionException | RuntimeException e) {
            throw new Http2Exception(Http2.COMPRESSION_ERROR, "fields that cannot be unpacked: " + e.getMessage());
        } finally {
            block.clear();
        }
    }
}
