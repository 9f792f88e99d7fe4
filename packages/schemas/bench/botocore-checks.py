"""Checks the CreateJob requests of standard input by botocore's ParamValidator and prints how much processor time that takes."""

import json
import statistics
import sys
import time

import botocore
import botocore.loaders
import botocore.model
import botocore.validate


def main():
    given = json.load(sys.stdin)
    model = botocore.loaders.Loader().load_service_model("iot", "service-2")
    shape = botocore.model.ServiceModel(model).operation_model("CreateJob").input_shape
    validator = botocore.validate.ParamValidator()
    times = []
    invalid = 0
    for _ in range(given["rounds"]):
        start = time.process_time()
        invalid = 0
        for value in given["values"]:
            errors = validator.validate(value, shape)
            if errors.has_errors():
                errors.generate_report()
                invalid += 1
        times.append((time.process_time() - start) * 1000)
    print(json.dumps({"version": botocore.__version__, "ms": statistics.median(times), "invalid": invalid}))


main()
