package io.curia.itests;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers the first line of each connection with +PONG. */
final class TinyRedis implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Thread thread = new Thread(this::run, "tiny-redis");

    TinyRedis() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void run() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                client.setSoTimeout(2_000);
                InputStream in = client.getInputStream();
                int read = in.read();
                while (read != '\n' && read >= 0) {
                    read = in.read();
                }
                client.getOutputStream().write("+PONG\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // the prober has gone, or the test is over: the loop's condition tells
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
