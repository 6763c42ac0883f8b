package io.foyer.gateway.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/** Asks the ops listener of a running gateway; blocks for at most five seconds. */
final class OpsClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http;

    OpsClient(HttpClient http) {
        this.http = http;
    }

    HttpResponse<String> get(OpsAddress ops, String path) throws IOException, InterruptedException {
        return send(ops, request(ops, path).GET().build());
    }

    HttpResponse<String> post(OpsAddress ops, String path) throws IOException, InterruptedException {
        return send(
                ops,
                request(ops, path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    private HttpResponse<String> send(OpsAddress ops, HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new IOException("nothing answers at " + ops.url, e);
        } catch (IOException e) {
            throw new IOException(ops.url + ": " + e.getMessage(), e);
        }
    }

    private static HttpRequest.Builder request(OpsAddress ops, String path) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(ops.url.toString().replaceFirst("/+$", "") + path))
                .timeout(TIMEOUT);
        if (ops.tokenFile != null) {
            request.header(
                    "Authorization", "Bearer " + Files.readString(ops.tokenFile).strip());
        }
        return request;
    }
}
