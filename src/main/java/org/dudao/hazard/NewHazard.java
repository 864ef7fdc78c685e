package org.dudao.hazard;

import java.util.HashMap;
import java.util.Map;

/**
 * A hazard as it is found.
 *
 * @param item the checklist item, null where there is none
 * @param measures what was done on the spot, null unless {@code fixedOnSpot}
 */
public record NewHazard(
        String campaign,
        String school,
        String area,
        String item,
        String place,
        String description,
        String severity,
        boolean fixedOnSpot,
        String measures,
        boolean crime,
        String source,
        String reportedBy,
        String reportingUnit) {

    Map<String, Object> asVariables() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("campaign", campaign);
        variables.put("school", school);
        variables.put("area", area);
        variables.put("item", item);
        variables.put("place", place);
        variables.put("description", description);
        variables.put("severity", severity);
        variables.put("fixedOnSpot", fixedOnSpot);
        variables.put("measures", measures);
        variables.put("crime", crime);
        variables.put("source", source);
        variables.put("initiator", reportedBy);
        variables.put("reportingUnit", reportingUnit);
        return variables;
    }
}
