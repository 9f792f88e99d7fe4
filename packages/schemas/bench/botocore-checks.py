"""Checks the CreateJob requests of standard input by botocore's ParamValidator and prints how long that takes."""

import json
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
    rounds = [check_all(validator, shape, given["texts"], given["batch"]) for _ in range(given["rounds"])]
    batches = [min(times) for times in zip(*(times for times, _ in rounds))]
    print(json.dumps({"version": botocore.__version__, "batches": batches, "invalid": rounds[0][1]}))


def check_all(validator, shape, texts, batch):
    """Returns the time for each batch of requests in ms, without the parsing, and how many of all are found invalid."""
    times = []
    invalid = 0
    for first in range(0, len(texts), batch):
        values = [json.loads(text) for text in texts[first : first + batch]]
        start = time.perf_counter()
        for value in values:
            errors = validator.validate(value, shape)
            if errors.has_errors():
                errors.generate_report()
                invalid += 1
        times.append((time.perf_counter() - start) * 1000)
    return times, invalid


main()
