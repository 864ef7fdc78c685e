package org.dudao.deployment;

import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.dudao.plan.FormAssembler;
import org.dudao.plan.Plans;
import org.dudao.platform.DefinitionFiles;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Deploys what changed since the last start; the same files again make no new deployment and no new version. */
@Component
class DefinitionDeployment implements InitializingBean {

    static final String NAME = "dudao";

    private final RepositoryService repository;
    private final DefinitionFiles files;
    private final Plans plans;

    DefinitionDeployment(RepositoryService repository, DefinitionFiles files, Plans plans) {
        this.repository = repository;
        this.files = files;
        this.plans = plans;
    }

    @Override
    public void afterPropertiesSet() {
        DeploymentBuilder deployment =
                repository.createDeployment().name(NAME).source("definitions").enableDuplicateFiltering(true);
        forms().forEach(deployment::addString);
        files.models().forEach(deployment::addString);
        deployment.deploy();
    }

    private Map<String, String> forms() {
        return FormAssembler.assemble(plans.all(), files.forms());
    }
}
