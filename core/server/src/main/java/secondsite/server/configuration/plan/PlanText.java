package secondsite.server.configuration.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import secondsite.api.ProblemCode;
import secondsite.api.plan.Plan;
import secondsite.api.security.Credential;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.security.Credentials;
import secondsite.server.web.ProblemException;

/**
 * Plans as people review and keep them: YAML whose fields are always in the same order, with machines and credentials by their names;
 * their ids can be read there too.
 */
@Singleton
public final class PlanText {

    private static final List<String> ACTIONS = List.of("before", "after");
    private static final int DEEPEST = 20;

    private final Inventory inventory;
    private final Credentials credentials;
    private final YAMLMapper yaml = mapper();

    @Inject
    public PlanText(Inventory inventory, Credentials credentials) {
        this.inventory = inventory;
        this.credentials = credentials;
    }

    private static YAMLMapper mapper() {
        YAMLMapper mapper = YAMLMapper.builder().addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
        mapper.getFactory().setStreamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
        return mapper;
    }

    public String write(Plan plan) {
        JsonNode tree = yaml.valueToTree(plan);
        rename(tree, this::machineName, this::credentialName);
        try {
            return yaml.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the plan " + plan.name(), e);
        }
    }

    /** @throws ProblemException when the text is no plan, or names what is not there; the message says where */
    public Plan read(byte[] text) {
        try {
            JsonNode tree = yaml.readTree(text);
            if (!(tree instanceof ObjectNode)) {
                throw wrong("the text is no plan: a YAML mapping with 'name' and 'groups' is needed");
            }
            rename(tree, this::machine, this::credential);
            return yaml.treeToValue(tree, Plan.class);
        } catch (JsonMappingException e) {
            throw wrong("the text is no plan" + place(e) + ": " + said(e));
        } catch (JsonProcessingException e) {
            throw wrong("the text is no YAML: line " + e.getLocation().getLineNr() + ": " + said(e));
        } catch (IOException e) {
            throw wrong("the text is no plan: " + e.getMessage());
        }
    }

    private static String said(JsonProcessingException e) {
        return e.getOriginalMessage() == null ? "" : e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static String place(JsonMappingException e) {
        var path = new StringBuilder();
        e.getPath().forEach(step -> path.append(step.getFieldName() == null
                ? "[" + step.getIndex() + "]"
                : (path.isEmpty() ? "" : ".") + step.getFieldName()));
        return path.isEmpty() ? "" : ", at '" + path + "'";
    }

    private interface Renaming {

        String of(String field, String text);
    }

    /** Does it wherever a machine or a credential stands; what is not where it should be is left for the reading to refuse. */
    private static void rename(JsonNode tree, Renaming machines, Renaming credentials) {
        JsonNode groups = tree.path("groups");
        for (int i = 0; i < groups.size(); i++) {
            String at = "groups[" + i + "].";
            JsonNode group = groups.get(i);
            if (group.get("machines") instanceof ArrayNode list) {
                for (int m = 0; m < list.size(); m++) {
                    if (list.get(m).isValueNode() && !list.get(m).isNull()) {
                        list.set(m, machines.of(at + "machines[" + m + "]", list.get(m).asText()));
                    }
                }
            }
            for (String when : ACTIONS) {
                for (int a = 0; a < group.path(when).size(); a++) {
                    String action = at + when + "[" + a + "].";
                    rename(group.get(when).get(a), "machine", name -> machines.of(action + "machine", name));
                    rename(group.get(when).get(a), "credential", name -> credentials.of(action + "credential", name));
                }
            }
        }
    }

    private static void rename(JsonNode node, String field, Function<String, String> other) {
        if (node instanceof ObjectNode object && object.get(field) != null && object.get(field).isValueNode()
                && !object.get(field).isNull()) {
            object.set(field, TextNode.valueOf(other.apply(object.get(field).asText())));
        }
    }

    private String machineName(String field, String id) {
        return inventory.machine(UUID.fromString(id)).map(KnownMachine::name).orElse(id);
    }

    private String machine(String field, String text) {
        return inventory.machineNamed(text).map(machine -> machine.id().toString()).or(() -> id(text))
                .orElseThrow(() -> wrong("'" + field + "' is '" + text + "': there is no machine of this name"));
    }

    private String credentialName(String field, String id) {
        return credentials.all().stream().filter(each -> each.id().toString().equals(id)).findFirst()
                .map(Credential::name).orElse(id);
    }

    private String credential(String field, String text) {
        return credentials.all().stream().filter(each -> each.name().equals(text)).findFirst()
                .map(each -> each.id().toString()).or(() -> id(text))
                .orElseThrow(() -> wrong("'" + field + "' is '" + text + "': there is no credential of this name"));
    }

    private static Optional<String> id(String text) {
        try {
            return Optional.of(UUID.fromString(text)).map(UUID::toString).filter(text::equalsIgnoreCase);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static ProblemException wrong(String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, what);
    }
}
