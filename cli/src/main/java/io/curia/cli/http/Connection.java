package io.curia.cli.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An open byte stream to an agent; closing it from another thread ends a read that is under way. */
interface Connection extends Closeable {

    InputStream in() throws IOException;

    OutputStream out() throws IOException;
}
