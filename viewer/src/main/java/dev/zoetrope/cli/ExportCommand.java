package dev.zoetrope.cli;

import dev.zoetrope.export.GifExporter;
import dev.zoetrope.export.GifOptions;
import dev.zoetrope.export.GifResult;
import dev.zoetrope.export.PngExporter;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Colormap;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.viewer.ui.ByteCount;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = {
      "Makes pictures of a recording.",
      "",
      "Without --frame, --contact-sheet or --chart: one animated GIF for each layer."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "  zoetrope export mnist.zarr --layers conv6 --max-size 3MB",
      "  zoetrope export mnist.zarr --layers conv3 --frame 290 --scale 112"
    })
final class ExportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RECORDING", description = "NAME.zarr or NAME.zarr.zip")
  private Path path;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "where to put the pictures; default: NAME-pictures beside the recording")
  private Path out;

  @Option(
      names = "--layers",
      paramLabel = "NAME",
      split = ",",
      description = "layers by name; default: every layer with feature maps")
  private List<String> layers = List.of();

  @ArgGroup private Still still = new Still();

  /** One picture instead of an animation. */
  private static final class Still {

    @Option(names = "--frame", paramLabel = "N", description = "a PNG of that frame, from 0")
    private Integer frame;

    @Option(
        names = "--contact-sheet",
        paramLabel = "N",
        description = "one PNG with all layers at that frame")
    private Integer contactSheet;

    @Option(names = "--chart", description = "a PNG of loss and accuracy")
    private boolean chart;
  }

  @Option(
      names = "--frames",
      paramLabel = "FIRST-LAST",
      description = "frames of the GIF; default: all")
  private String frames;

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      description = "every Nth frame, and the last; default: ${DEFAULT-VALUE}")
  private int every;

  @Option(
      names = "--fps",
      paramLabel = "N",
      defaultValue = "25",
      description = "frames per second, 0.1 to 50; default: ${DEFAULT-VALUE}")
  private double framesPerSecond;

  @Option(
      names = "--scale",
      paramLabel = "PIXELS",
      defaultValue = "28",
      description = "largest width of a feature map; default: ${DEFAULT-VALUE}")
  private int scale;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      defaultValue = "10MB",
      converter = ByteSize.class,
      description =
          "make GIFs fit by leaving out frames, then by scaling down; 0: no limit; default: ${DEFAULT-VALUE}")
  private long maxBytes;

  @Option(
      names = "--colors",
      paramLabel = "MAP",
      completionCandidates = ColormapName.Candidates.class,
      converter = ColormapName.class,
      description = "${COMPLETION-CANDIDATES}; default: what suits the layer")
  private Colormap colors;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (Recording recording = Recording.open(path)) {
      if (recording.info().frames() == 0) {
        throw new CommandFailedException(path + " has no frames yet");
      }
      requireThatOthersMatter();
      write(recording, out != null ? out : OutputPaths.pictures(path));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return CommandLine.ExitCode.OK;
  }

  /** Rejects options that the chosen kind of picture would silently ignore. */
  private void requireThatOthersMatter() {
    if (still.chart) {
      refuse("--chart", List.of("--layers", "--scale", "--colors"));
    }
    if (still.contactSheet != null) {
      refuse("--contact-sheet", List.of("--layers", "--scale", "--colors"));
    }
    if (still.chart || still.contactSheet != null || still.frame != null) {
      refuse("a picture of one frame", List.of("--frames", "--every", "--fps", "--max-size"));
    }
  }

  private void refuse(String kind, List<String> options) {
    for (String option : options) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new IllegalArgumentException(option + " has no effect on " + kind + "; leave it out");
      }
    }
  }

  /** Writes the pictures. Checks the options before it creates the folder. */
  private void write(Recording recording, Path folder) throws IOException {
    if (still.chart) {
      Path file = inside(folder, "training.png");
      Pictures.writeChart(recording, file);
      say(file);
    } else if (still.contactSheet != null) {
      requireFrame(recording, still.contactSheet);
      Path file = inside(folder, "all-layers-" + still.contactSheet + ".png");
      Pictures.writeContactSheet(recording, still.contactSheet, file);
      say(file);
    } else {
      SheetOptions sheet = SheetOptions.DEFAULT.withCellWidth(scale);
      if (still.frame != null) {
        requireFrame(recording, still.frame);
        for (Layer layer : chosenLayers(recording)) {
          writeFrame(recording, layer.name(), sheet, folder);
        }
      } else {
        writeGifs(recording, chosenLayers(recording), range(recording), sheet, folder);
      }
    }
  }

  private static Path inside(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    return folder.resolve(name);
  }

  private List<Layer> chosenLayers(Recording recording) {
    return layers.isEmpty()
        ? recording.info().layers().stream().filter(layer -> layer.shape().size() == 3).toList()
        : layers.stream().map(recording.info()::layer).toList();
  }

  private static void requireFrame(Recording recording, int frame) {
    if (frame < 0 || frame >= recording.info().frames()) {
      throw new IllegalArgumentException(
          "no frame " + frame + "; the recording has frames 0 to " + last(recording));
    }
  }

  private static int last(Recording recording) {
    return recording.info().frames() - 1;
  }

  private Shading shading(Recording recording, String layer) throws IOException {
    if (colors == null) {
      return Shading.suiting(recording, layer);
    }
    return recording.info().layer(layer).bound().isPresent() && colors.diverging()
        ? Shading.suiting(recording, layer).with(colors)
        : Shading.wholeRun(recording, layer, colors);
  }

  private void writeFrame(Recording recording, String layer, SheetOptions sheet, Path folder)
      throws IOException {
    Path file = inside(folder, Pictures.fileName(layer) + "-" + still.frame + ".png");
    PngExporter.writeSheet(recording, layer, still.frame, shading(recording, layer), sheet, file);
    say(file);
  }

  private void writeGifs(
      Recording recording, List<Layer> chosen, int[] range, SheetOptions sheet, Path folder)
      throws IOException {
    Console console = new Console(spec.commandLine().getErr());
    try (Interruption interruption = new Interruption()) {
      for (Layer layer : chosen) {
        GifOptions options =
            GifOptions.of(range[0], range[1], shading(recording, layer.name()))
                .withEvery(every)
                .withFramesPerSecond(framesPerSecond)
                .withMaxBytes(maxBytes)
                .withSheet(sheet);
        Path file = inside(folder, Pictures.fileName(layer.name()) + ".gif");
        GifResult result =
            GifExporter.write(
                recording,
                layer.name(),
                options,
                file,
                console.showing("drawing " + file.getFileName(), interruption));
        console.end(false);
        say(file, result);
      }
    } finally {
      console.end(false);
    }
  }

  private int[] range(Recording recording) {
    if (frames == null) {
      return new int[] {0, last(recording)};
    }
    if (!frames.matches("[0-9]{1,9}-[0-9]{1,9}")) {
      throw new IllegalArgumentException("--frames must look like 0-100, not " + frames);
    }
    String[] ends = frames.split("-", 2);
    int first = Integer.parseInt(ends[0]);
    int end = Integer.parseInt(ends[1]);
    requireFrame(recording, first);
    requireFrame(recording, end);
    return new int[] {first, end};
  }

  private void say(Path file) throws IOException {
    spec.commandLine().getOut().println(file + "  " + ByteCount.exact(Files.size(file)));
  }

  /** Prints the properties of a GIF, and whether it was reduced to fit. */
  private void say(Path file, GifResult result) {
    PrintWriter out = spec.commandLine().getOut();
    boolean reduced = result.every() != every || result.cellWidth() != scale;
    out.printf(
        Locale.ROOT,
        "%s  %s  %d frames%s, %d×%d pixels, maps up to %d wide, %.4g frames a second%s%n",
        file,
        ByteCount.exact(result.bytes()),
        result.frames(),
        result.every() > 1 ? " (1 in " + result.every() + ")" : "",
        result.width(),
        result.height(),
        result.cellWidth(),
        result.framesPerSecond(),
        reduced ? ", reduced to fit " + ByteCount.exact(maxBytes) : "");
    out.flush();
  }
}
