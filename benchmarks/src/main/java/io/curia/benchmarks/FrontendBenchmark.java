package io.curia.benchmarks;

import io.curia.dns.KeptAnswers;
import io.curia.http.call.Route;
import io.curia.http.endpoint.Endpoints;
import io.curia.http.server.Router;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Finding an endpoint, and a DNS answer that is kept. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrontendBenchmark {
    private Router router;
    private Data data;
    private KeptAnswers answers;

    @Setup(Level.Trial)
    public void fill() {
        router = new Router(Endpoints.all());
        data = new Data();
        data.instances("web", 10);
        answers = new KeptAnswers(data.dispatcher(), "web.service.consul");
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        data.close();
    }

    @Benchmark
    public Route routeOfKey() {
        return router.find("/v1/kv/some/deep/path/of/a/key");
    }

    @Benchmark
    public Route routeOfService() {
        return router.find("/v1/health/service/web");
    }

    @Benchmark
    public int dnsKeptAnswer() {
        return answers.ask();
    }
}
