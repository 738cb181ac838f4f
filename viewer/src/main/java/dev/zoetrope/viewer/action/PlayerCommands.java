package dev.zoetrope.viewer.action;

/** What actions ask of the components, beyond changes of the model. */
public interface PlayerCommands {

  void open();

  void export();

  void copyPicture();

  void showKeys();

  void seekChange(boolean forward);

  /** Zooms in (1) or out (−1) by one. */
  void zoom(int direction);

  /** Moves what is seen of the sheet, by a part of the window. */
  void pan(int right, int down);

  void chooseProbes();

  void chooseChannels();

  /** Asks for the range by hand. */
  void chooseRange();
}
