"""Checks every manifest below rollouts/ as AWS's own tools would: PyYAML's C loader, then botocore's ParamValidator."""

import pathlib
import sys

import botocore.loaders
import botocore.model
import botocore.validate
import yaml

OURS = {"document", "documentFile", "documentFormat", "tags", "template", "managedTemplate"}


def main():
    model = botocore.loaders.Loader().load_service_model("iot", "service-2")
    shape = botocore.model.ServiceModel(model).operation_model("CreateJob").input_shape
    validator = botocore.validate.ParamValidator()
    invalid = 0
    for path in sorted(pathlib.Path("rollouts").glob("*.yaml")):
        manifest = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        request = {name: value for name, value in manifest["spec"].items() if name not in OURS}
        request["jobId"] = manifest["metadata"]["name"]
        invalid += validator.validate(request, shape).has_errors()
    return 1 if invalid else 0


sys.exit(main())
