package dev.zoetrope.cli;

import dev.zoetrope.dataset.DatasetException;
import dev.zoetrope.dataset.Datasets;
import dev.zoetrope.dataset.Gratings;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.IndexRanges;
import dev.zoetrope.dataset.InputImages;
import dev.zoetrope.dataset.InputPictures;
import dev.zoetrope.dataset.Mnist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code ask} that say which recording to ask, and about which inputs. */
final class QuestionArguments {

  private static final String MNIST = "MNIST";

  @Parameters(index = "0", paramLabel = "RECORDING", description = "NAME.zarr, with weights")
  private Path recording;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "PICTURE",
      description =
          "PNG, JPEG, BMP or GIF of any size, made into what the network takes as the images of its data set were made")
  private List<Path> pictures = List.of();

  @Option(
      names = "--test",
      paramLabel = "RANGE",
      description = "images of the test set, such as 0-499,1000")
  private String test;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where that test set is, if it is not the MNIST that comes along")
  private Path data;

  @Mixin private DataArguments dataArguments;

  @Option(names = "--idx", paramLabel = "FILE", description = "the images of an IDX file")
  private Path idx;

  @Option(
      names = "--gratings",
      paramLabel = "N",
      description = "gratings of N orientations, each with the frequencies that --cycles names")
  private Integer gratings;

  @Option(
      names = "--cycles",
      paramLabel = "F",
      split = ",",
      description = "frequencies of gratings, in cycles an image; default: 1,2,3,5,8,12")
  private List<Double> cycles;

  private static final List<Double> USUAL_CYCLES = List.of(1.0, 2.0, 3.0, 5.0, 8.0, 12.0);

  Path recording() {
    return recording;
  }

  /** Returns whether pictures were named that are made to fit. */
  boolean arePictures() {
    return !pictures.isEmpty();
  }

  /**
   * Loads the inputs.
   *
   * @param shape of one input: [channel, y, x]
   * @param details what the recording says about its run
   */
  InputImages load(List<Integer> shape, Map<String, Object> details)
      throws IOException, CommandFailedException {
    requireOneKind();
    if (shape.size() != 3) {
      throw new CommandFailedException(
          "the network's inputs have shape %s, and pictures have channels, height and width; ask it from a program, with Replay"
              .formatted(shape));
    }
    int channels = shape.get(0);
    int height = shape.get(1);
    int width = shape.get(2);
    InputImages images;
    try {
      images =
          test != null
              ? InputImages.of(dataset(details).test(), IndexRanges.parse(test))
              : idx != null
                  ? InputImages.ofIdx(idx)
                  : gratings != null
                      ? Gratings.of(
                          gratings, cycles == null ? USUAL_CYCLES : cycles, channels, height, width)
                      : isMnist(details) && channels == 1
                          ? InputPictures.likeMnist(pictures)
                          : InputPictures.scaled(pictures, channels, height, width);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage());
    }
    if (images.channels() != channels || images.height() != height || images.width() != width) {
      throw new CommandFailedException(
          "the network takes images of %s, and these are %s"
              .formatted(
                  text(channels, height, width),
                  text(images.channels(), images.height(), images.width())));
    }
    return images;
  }

  private static String text(int channels, int height, int width) {
    return "%s×%s pixels in %s".formatted(width, height, Words.count(channels, "channel"));
  }

  private void requireOneKind() throws CommandFailedException {
    int kinds = pictures.isEmpty() ? 0 : 1;
    kinds += test == null ? 0 : 1;
    kinds += idx == null ? 0 : 1;
    kinds += gratings == null ? 0 : 1;
    if (kinds != 1) {
      throw new CommandFailedException(
          (kinds == 0 ? "what to ask about is missing" : "one kind of question at a time")
              + ": name pictures, or give --test 0-499, --idx FILE or --gratings 16");
    }
    if (cycles != null && gratings == null) {
      throw new CommandFailedException("--cycles is for --gratings");
    }
    if ((data != null || dataArguments.given()) && test == null) {
      throw new CommandFailedException("--data, and what describes it, is for --test");
    }
  }

  private static boolean isMnist(Map<String, Object> details) {
    return MNIST.equals(details.get("dataset"));
  }

  private ImageDataset dataset(Map<String, Object> details)
      throws IOException, CommandFailedException {
    if (data == null) {
      if (!isMnist(details)) {
        throw new CommandFailedException(
            "the network was trained on %s; say where its test set is, as in --data DIR"
                .formatted(details.getOrDefault("dataset", "other data than MNIST")));
      }
      return Mnist.load();
    }
    Object seed = details.get("seed");
    try {
      return Datasets.load(
          data, dataArguments.options(seed instanceof Number n ? n.longValue() : 1));
    } catch (DatasetException e) {
      throw new CommandFailedException(e.getMessage());
    }
  }
}
