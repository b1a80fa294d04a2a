package io.curia.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Answers requests as an agent would, without being one: so that a training run of the commands uses what reads answers,
 * too. Ends when it is closed.
 */
final class CannedAnswers implements AutoCloseable {
    private static final String MEMBERS = "[{\"Name\":\"n\",\"Addr\":\"127.0.0.1\",\"Port\":8301,\"Tags\":{\"build\":\"1.10.11:\","
        + "\"dc\":\"dc1\",\"role\":\"consul\",\"segment\":\"\",\"vsn\":\"2\"},\"Status\":1}]";
    private static final String KEY = "[{\"LockIndex\":0,\"Key\":\"curia-training\",\"Flags\":0,\"Value\":\"dmFsdWU=\","
        + "\"CreateIndex\":9,\"ModifyIndex\":9}]";

    private final ServerSocket socket;
    private final Thread thread;

    CannedAnswers() throws IOException {
        socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread = new Thread(this::serve, "canned-answers");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                BufferedReader in = new BufferedReader(
                    new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                String request = in.readLine();
                for (String line = request; line != null && !line.isEmpty(); line = in.readLine()) {
                    // headers; a body is left unread
                }
                byte[] body = (request == null ? "" : answer(request)).getBytes(StandardCharsets.UTF_8);
                client.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    + "X-Consul-Index: 9\r\nX-Consul-Knownleader: true\r\nX-Consul-Lastcontact: 0\r\nContent-Length: "
                    + body.length + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().write(body);
                client.shutdownOutput();
                while (in.read() >= 0) {
                    // till the other side has read all
                }
            } catch (IOException e) {
                // one request less in the training
                continue;
            }
        }
    }

    private static String answer(String request) {
        if (request.startsWith("PUT ")) {
            return "true";
        }
        return request.contains("/v1/kv/") ? KEY : request.contains("/members") ? MEMBERS : "{\"consul\":[]}";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
