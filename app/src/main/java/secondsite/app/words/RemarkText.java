package secondsite.app.words;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.recovery.Remark;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;

/** Says what should be known before a failover, in the language that is chosen now. */
public final class RemarkText {

    private final Texts texts;
    private final Formats formats;

    @Inject
    public RemarkText(Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
    }

    public String of(Remark remark) {
        List<String> values = remark.matter() == Remark.Matter.BYTES_WAITING
                ? List.of(formats.size(Long.parseLong(remark.values().getFirst())))
                : remark.values();
        return texts.text("remark." + remark.matter(), values.toArray());
    }
}
