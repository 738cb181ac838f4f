/**
 * Images with labels, in the forms that people have them: {@link dev.zoetrope.dataset.Datasets}
 * knows a form by what files hold, and a reader a form makes an {@link
 * dev.zoetrope.dataset.ImageDataset} of it, which says what was done.
 *
 * <p>Plain bytes in plain arrays; nothing here knows DJL.
 */
package dev.zoetrope.dataset;
