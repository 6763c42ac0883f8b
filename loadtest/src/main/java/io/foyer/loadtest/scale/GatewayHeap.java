package io.foyer.loadtest.scale;

import io.foyer.loadtest.process.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** How much of its heap a gateway needs. */
final class GatewayHeap {
    private GatewayHeap() {}

    /** After a full collection, which {@code jcmd} of this JDK asks for. */
    static long afterCollection(GatewayProcess gateway) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collection = new ProcessBuilder(
                        jcmd, Long.toString(gateway.process().pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collection.waitFor() != 0) {
            throw new IllegalStateException(jcmd + " could not make the gateway collect its garbage");
        }
        HttpRequest metrics = HttpRequest.newBuilder(URI.create(gateway.config().opsUrl() + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(metrics, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
