package examples;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.Series;
import dev.zoetrope.recording.Statistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Opens a recording and computes something, without DJL. */
public final class ReadRecording {

  private ReadRecording() {}

  /** Arguments: the recording. Prints one line for each layer and each series. */
  public static void main(String[] arguments) throws IOException {
    // show: read
    try (Recording recording = Recording.open(Path.of(arguments[0]))) {
      long[] steps = recording.steps();
      int last = steps.length - 1;
      for (Layer layer : recording.info().layers()) {
        float[] values = recording.activation(layer.name(), last); // [probe, …layer.shape()]
        System.out.printf(
            "%s %s at step %d: %.0f %% of %d values are zero, %d dead channels%n",
            layer.name(),
            layer.shape(),
            steps[last],
            100 * shareOfZeros(values),
            values.length,
            deadChannels(recording.statistics(layer.name(), last)));
      }
      for (String name : recording.info().series()) {
        Series series = recording.series(name);
        System.out.println(name + " " + series.columns()); // series.values(): [frame, column]
      }
    }
    // end
  }

  private static double shareOfZeros(float[] values) {
    int zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return (double) zeros / values.length;
  }

  /** Counts the channels that are zero for every probe, everywhere. */
  private static long deadChannels(List<Statistics> channels) {
    return channels.stream().filter(channel -> channel.min() == 0 && channel.max() == 0).count();
  }
}
