package io.curia.http.endpoint;

import io.curia.api.model.CaRoot;
import io.curia.api.model.CaRoots;
import io.curia.api.model.ConfigEntry;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.ConfigEntryOperations;
import io.curia.api.op.InternalOperations;
import io.curia.api.op.ReadOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Reply;
import io.curia.http.call.Route;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** The mesh's root certificates (reference: http-api, sections 4.1 and 11). */
public final class ConnectEndpoints {
    private static final HttpField PEM = new HttpField(HttpHeader.CONTENT_TYPE, "application/pem-certificate-chain");

    private ConnectEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/connect/ca/roots", ConnectEndpoints::roots, "GET"));
        routes.add(new Route("/v1/connect/ca/configuration", ConnectEndpoints::configuration, "GET"));
        routes.add(new Route("/v1/agent/connect/ca/roots", ConnectEndpoints::agentRoots, "GET"));
        routes.add(new Route("/v1/connect/intentions", ConnectEndpoints::intentions, "GET").namespaced());
    }

    private static void roots(Call call) {
        boolean pem = call.query().get("pem").equals("true");
        call.read(InternalOperations.CA_ROOTS, NoRequest.INSTANCE, call.readOptions(), Meta.INDEX,
                pem ? ConnectEndpoints::sendPem : Reply.json());
    }

    /** The built-in authority as it is; nothing about it can be changed yet. */
    private static void configuration(Call call) {
        AgentAccess.readOperator(call, () -> call.read(InternalOperations.CA_ROOTS, NoRequest.INSTANCE, call.readOptions(),
                Meta.NONE, ConnectEndpoints::sendConfiguration));
    }

    private static void sendConfiguration(Call call, Answer<CaRoots> answer) {
        CaRoot first = answer.value().roots().isEmpty() ? null : answer.value().roots().get(0);
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("Provider", "consul");
        configuration.put("Config", Map.of("IntermediateCertTTL", "8760h", "LeafCertTTL", "72h"));
        configuration.put("State", null);
        configuration.put("ForceWithoutCrossSigning", false);
        configuration.put("CreateIndex", first == null ? 0 : first.createIndex());
        configuration.put("ModifyIndex", first == null ? 0 : first.modifyIndex());
        call.json((Object) configuration);
    }

    private static void agentRoots(Call call) {
        ReadOptions options = call.readOptions();
        call.cached().read(InternalOperations.CA_ROOTS, NoRequest.INSTANCE, options, Meta.INDEX, Reply.json());
    }

    private static void sendPem(Call call, Answer<CaRoots> answer) {
        StringBuilder chain = new StringBuilder();
        for (CaRoot root : answer.value().roots()) {
            chain.append(root.rootCert());
            if (root.intermediateCerts() != null) {
                root.intermediateCerts().forEach(chain::append);
            }
        }
        call.content(200, PEM, chain.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** There are no intentions as long as nothing can make them; the headers come from where they will be kept. */
    private static void intentions(Call call) {
        call.read(ConfigEntryOperations.LIST, new ConfigEntryOperations.ListRequest("service-intentions"),
                call.readOptions(), Meta.INDEX, ConnectEndpoints::none);
    }

    private static void none(Call call, Answer<List<ConfigEntry>> answer) {
        call.json((Object) List.of());
    }
}
