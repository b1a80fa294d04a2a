package io.curia.consensus.support;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.curia.api.consensus.Consensus.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code peers.json}, by which an operator says who is in the cluster when the majority is lost: a list of objects with
 * {@code id}, {@code address} and perhaps {@code non_voter}, or of addresses alone. Beside it lies {@code peers.info}, which
 * explains it.
 */
public final class PeersFile {
    private static final String INFO = """
            When a majority of this cluster's servers is lost for good, the others can be told to go on without them:

            1. Stop all servers that are left. Make sure that none of the lost ones comes back.
            2. On each server that is left, write a file "peers.json" beside this one, the same everywhere, with all servers
               that are left:

               [
                 {"id": "adf4238a-882b-9ddc-4a9d-5b6758e4159e", "address": "10.1.0.1:8300", "non_voter": false},
                 {"id": "8b6dda82-3103-11e7-93ae-92361f002671", "address": "10.1.0.2:8300", "non_voter": false}
               ]

               "id" is the server's node id (the file "node-id" in its data directory), "address" its advertised address
               with the server port. "non_voter" may be left out.
            3. Start them. Each reads the file, takes it for the configuration in place of that of its log, and deletes it.

            Entries that were written but not yet agreed upon may become valid this way. A server that runs and has lost the
            others for good needs no file: "consul operator raft recover" does the same without a stop.
            """;

    private final Path file;
    private final Path info;
    private final Peer self;

    /** @param self this server; its id stands for its address where the file has addresses alone */
    public PeersFile(Path directory, Peer self) {
        this.file = directory.resolve("peers.json");
        this.info = directory.resolve("peers.info");
        this.self = self;
    }

    /** Whether an operator has written it. */
    public boolean isThere() {
        return Files.exists(file);
    }

    /**
     * The servers that the file names, if there is one.
     *
     * @param known whose ids may be looked up by their addresses
     * @throws IOException what is wrong with it, in one line
     */
    public Optional<List<Peer>> read(List<Peer> known) throws IOException {
        if (!isThere()) {
            return Optional.empty();
        }
        List<Peer> peers = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            expect(json.nextToken() == JsonToken.START_ARRAY, "is not a list");
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                peers.add(token == JsonToken.VALUE_STRING ? byAddress(json.getText(), known) : peer(json));
            }
            expect(json.nextToken() == null, "goes on behind the list");
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
        check(peers);
        return Optional.of(peers);
    }

    private void expect(boolean well, String problem) throws IOException {
        if (!well) {
            throw new IOException(file + " " + problem);
        }
    }

    private Peer byAddress(String address, List<Peer> known) throws IOException {
        if (address.equals(self.address())) {
            return self;
        }
        return known.stream().filter(peer -> peer.address().equals(address)).findFirst()
                .orElseThrow(() -> new IOException(file + " names " + address + " without an id, and no server of the old"
                        + " configuration has that address"));
    }

    private Peer peer(JsonParser json) throws IOException {
        expect(json.currentToken() == JsonToken.START_OBJECT, "holds what is neither a server nor an address");
        String id = "";
        String address = "";
        boolean voter = true;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> id = text(json, value, name);
                case "address" -> address = text(json, value, name);
                case "non_voter" -> {
                    expect(value.isBoolean(), "has a \"non_voter\" that is neither true nor false");
                    voter = value == JsonToken.VALUE_FALSE;
                }
                default -> throw new IOException(file + " has an unknown key \"" + name + "\"");
            }
        }
        return new Peer(id, address, voter);
    }

    private String text(JsonParser json, JsonToken value, String name) throws IOException {
        expect(value == JsonToken.VALUE_STRING, "has an \"" + name + "\" that is no text");
        return json.getText();
    }

    private void check(List<Peer> peers) throws IOException {
        Set<String> ids = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (Peer peer : peers) {
            expect(!peer.id().isEmpty(), "has a server without \"id\"");
            expect(peer.address().matches(".+:[0-9]{1,5}"), "has a server whose \"address\" is not host:port");
            expect(ids.add(peer.id()), "has " + peer.id() + " twice");
            expect(addresses.add(peer.address()), "has " + peer.address() + " twice");
        }
        expect(peers.stream().anyMatch(Peer::voter), "has no server that votes");
        expect(ids.contains(self.id()), "does not name this server, " + self.id());
    }

    /** After it was put into force, so that it does not count again. */
    public void delete() throws IOException {
        Files.delete(file);
    }

    public void explain() throws IOException {
        if (!Files.exists(info)) {
            Files.writeString(info, INFO);
        }
    }
}
