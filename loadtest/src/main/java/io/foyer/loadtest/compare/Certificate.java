package io.foyer.loadtest.compare;

import io.foyer.loadtest.process.WorkDir;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The certificate that all candidates serve, with its ECDSA P-256 key. Nobody verifies it. */
final class Certificate {
    private Certificate() {}

    /** Key and certificate in one file, made when there is none yet. */
    static Path in(WorkDir dir, Tools tools) {
        Path file = dir.resolve("localhost.pem");
        if (!Files.exists(file)) {
            String said = Tools.output(List.of(
                    tools.openssl(),
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=localhost",
                    "-addext",
                    "subjectAltName=DNS:localhost",
                    "-keyout",
                    file.toString(),
                    "-out",
                    file.toString()));
            if (!Files.exists(file)) {
                throw new IllegalStateException("openssl made no certificate:\n" + said);
            }
        }
        return file;
    }
}
