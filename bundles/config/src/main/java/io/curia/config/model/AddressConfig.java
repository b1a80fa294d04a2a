package io.curia.config.model;

import java.util.List;
import java.util.Map;

/**
 * Where the agent listens and how others reach it. Lists hold "ip:port" ("[ip]:port" for IPv6) and "unix:///path";
 * they are empty for an interface that is off.
 */
public record AddressConfig(String bind, String advertiseLan, String advertiseWan, List<String> client,
        List<String> dns, List<String> http, List<String> https, List<String> grpc, List<String> grpcTls,
        String serfLanBind, String serfLanAdvertise, String serfWanBind, String serfWanAdvertise, String serverBind,
        String serverAdvertise, Map<String, String> tagged, List<String> recursors) {

    /** Address and port in the usual notation. */
    public static String join(String ip, int port) {
        return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + port;
    }
}
