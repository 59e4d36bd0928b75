package systems.tasker.events.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import systems.tasker.events.fixture.CommandRun;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate of its own signing and its key, for a server of the tests.
 *
 * @param certificate the file of the certificate
 * @param key the file of the key, which only its owner may read
 */
record SelfSigned(Path certificate, Path key) {

    private static final String PASSWORD = "changeit";

    static SelfSigned write(Path folder) throws IOException {
        var store = folder.resolve("server.p12");
        var keytool = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString());
        try {
            var made = CommandRun.run(Map.of(), keytool);
            assertThat(made.exitCode()).as(made.out() + made.err()).isZero();
            var entries = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            var key = entries.getKey("server", PASSWORD.toCharArray()).getEncoded();
            var certificate = entries.getCertificate("server").getEncoded();
            var files = new SelfSigned(folder.resolve("server.crt"), folder.resolve("server.key"));
            Files.createFile(
                    files.key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(files.key(), pem("PRIVATE KEY", key));
            Files.writeString(files.certificate(), pem("CERTIFICATE", certificate));
            return files;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }
}
