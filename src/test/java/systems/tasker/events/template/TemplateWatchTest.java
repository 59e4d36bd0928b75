package systems.tasker.events.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.template.ReloadResult.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks at a folder that a cluster mounts from a ConfigMap: each file is a link, and one link to a folder is swapped. */
class TemplateWatchTest {

    @TempDir
    private Path mount;

    private TemplateCatalog catalog;
    private TemplateReload reload;
    private TemplateWatch watch;

    @BeforeEach
    void start() throws IOException {
        swap("..2026_01", "1.0.0");
        Files.createSymbolicLink(mount.resolve("a.yaml"), Path.of("..data/a.yaml"));
        var known = TemplateCatalogs.known("default");
        var files = new TemplateFiles(mount, TemplateLimits.DEFAULT, false);
        catalog = new TemplateCatalog(
                TemplateReading.of(files.read(), known, TemplateLimits.DEFAULT).orThrow());
        reload = new TemplateReload(files, known, catalog, next -> {}, Clock.systemUTC());
        watch = new TemplateWatch(files, reload, Duration.ZERO);
    }

    @Test
    void detectsASwappedConfigMap() throws IOException {
        // When
        swap("..2026_02", "2.0.0");
        watch.poll();
        watch.poll();

        // Then
        assertThat(catalog.find("pay", "work", "2.0.0")).isPresent();
        assertThat(catalog.find("pay", "work", "1.0.0")).isEmpty();
    }

    @Test
    void waitsUntilFilesAreStable() throws IOException {
        swap("..2026_02", "2.0.0");
        watch.poll();
        assertThat(catalog.find("pay", "work", "1.0.0")).isPresent();

        swap("..2026_03", "3.0.0");
        watch.poll();
        assertThat(catalog.find("pay", "work", "1.0.0")).isPresent();

        watch.poll();
        assertThat(catalog.find("pay", "work", "3.0.0")).isPresent();
    }

    @Test
    void reloadsOnceForOneChange() throws IOException {
        swap("..2026_02", "[");
        for (int poll = 0; poll < 5; poll++) {
            watch.poll();
        }

        assertThat(reload.ended(Outcome.REFUSED)).isOne();
        assertThat(catalog.find("pay", "work", "1.0.0")).isPresent();
    }

    @Test
    void skipsReloadsWithoutChanges() {
        for (int poll = 0; poll < 3; poll++) {
            watch.poll();
        }

        for (var outcome : Outcome.values()) {
            assertThat(reload.ended(outcome)).as(outcome.label()).isZero();
        }
    }

    /** What the kubelet does: a new folder, a new link to it, renamed over the old one. */
    private void swap(String folder, String version) throws IOException {
        Files.writeString(Files.createDirectory(mount.resolve(folder)).resolve("a.yaml"), """
                name: work
                namespace_name: pay
                version: %s
                """.formatted(version));
        var link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(folder));
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }
}
